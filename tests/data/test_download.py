"""The real loading code against a web server on this machine."""

import hashlib
import http.server
import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from utils.data import download, load_movies, load_ratings
from utils.data.cached import Archive
from utils.data.download import movielens_folder

RATINGS = "userId,movieId,rating,timestamp\n1,10,4.5,100\n2,10,3.0,200\n"
MOVIES = 'movieId,title,genres\n10,"Good, the Bad, The (1966)",Western\n'


def zipped(name, ratings=RATINGS, movies=MOVIES, suffix="csv", **more):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{name}/ratings.{suffix}", ratings)
        archive.writestr(f"{name}/movies.{suffix}", movies)
        for path, text in more.items():
            archive.writestr(path, text)
    return buffer.getvalue()


def md5(content):
    content = content.encode() if isinstance(content, str) else content
    return hashlib.md5(content).hexdigest()


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Serve what is put into the dictionary; count what is asked for."""

    class Handler(http.server.BaseHTTPRequestHandler):
        files, asked, cut = {}, [], False

        def do_GET(self):
            name = self.path.strip("/")
            Handler.asked.append(name)
            if name not in Handler.files:
                self.send_error(404)
                return
            content = Handler.files[name]
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if Handler.cut else content)

        def log_message(self, *_):
            pass

    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, args=[0.01], daemon=True).start()
    monkeypatch.setattr(download, "BASE_URL", f"http://127.0.0.1:{httpd.server_port}/")
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "cache"))
    for variable in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    # pooch waits between tries; the tests need not.
    monkeypatch.setattr("pooch.core.time.sleep", lambda _: None)
    yield Handler
    httpd.shutdown()


def announce(monkeypatch, name, content, members=None):
    members = members or {"ratings.csv": None, "movies.csv": None}
    monkeypatch.setitem(download.ARCHIVES, name, Archive(md5(content), members))


def left_behind(tmp_path):
    return [p.name for p in (tmp_path / "cache").glob("*")]


def test_a_good_file_is_fetched_once(server, monkeypatch, tmp_path, capfd):
    server.files["ml-25m.zip"] = content = zipped("ml-25m")
    announce(monkeypatch, "ml-25m", content)
    assert load_ratings("ml-25m")["rating"].tolist() == [4.5, 3.0]
    assert load_movies("ml-25m")["title"].tolist() == ["Good, the Bad, The (1966)"]
    assert server.asked == ["ml-25m.zip"]
    assert left_behind(tmp_path) == ["ml-25m"]
    captured = capfd.readouterr()
    assert "ml-25m.zip" in captured.out  # the progress bar
    assert captured.err == ""


def test_ml_1m_has_another_form(server, monkeypatch):
    content = zipped(
        "ml-1m",
        ratings="1::10::5::978300760\n2::10::3::978302109\n",
        movies="10::Misérables, Les (1995)::Drama|Musical\n".encode("latin-1"),
        suffix="dat",
    )
    server.files["ml-1m.zip"] = content
    announce(monkeypatch, "ml-1m", content, {"ratings.dat": None, "movies.dat": None})
    assert load_ratings("ml-1m").values.tolist() == [
        [1, 10, 5, 978300760],
        [2, 10, 3, 978302109],
    ]
    movie = load_movies("ml-1m").iloc[0]
    assert (movie.title, movie.year) == ("Misérables, Les (1995)", 1995)


def test_a_wrong_sum_is_refused_and_deleted(server, monkeypatch, tmp_path):
    server.files["ml-25m.zip"] = zipped("ml-25m")
    announce(monkeypatch, "ml-25m", b"another file")
    with pytest.raises(ValueError, match="not the file that GroupLens published"):
        load_ratings("ml-25m")
    assert left_behind(tmp_path) == []


def test_a_wrong_sum_of_a_member(server, monkeypatch, tmp_path):
    server.files["ml-32m.zip"] = zipped("ml-32m", ratings=RATINGS + "3,10,1,9\n")
    members = {"ratings.csv": md5(RATINGS), "movies.csv": md5(MOVIES)}
    monkeypatch.setitem(download.ARCHIVES, "ml-32m", Archive(None, members))
    with pytest.raises(ValueError, match=r"ratings\.csv .* has the MD5 sum"):
        load_ratings("ml-32m")
    assert left_behind(tmp_path) == []
    server.files["ml-32m.zip"] = zipped("ml-32m")
    assert len(load_ratings("ml-32m")) == 2  # a second try succeeds


def test_a_broken_connection_leaves_nothing(server, monkeypatch, tmp_path):
    server.files["ml-25m.zip"] = content = zipped("ml-25m")
    announce(monkeypatch, "ml-25m", content)
    server.cut = True
    with pytest.raises(ConnectionError, match="could not be downloaded"):
        load_ratings("ml-25m")
    assert left_behind(tmp_path) == []
    server.cut = False
    assert len(load_ratings("ml-25m")) == 2


def test_no_such_file_on_the_server(server, monkeypatch):
    with pytest.raises(ConnectionError, match="check the network"):
        movielens_folder("ml-25m")


@pytest.mark.parametrize(
    "path", ["../evil.txt", "/etc/evil.txt", "ml-25m/../../evil.txt", "C:\\evil.txt"]
)
def test_a_path_that_climbs_out(server, monkeypatch, tmp_path, path):
    server.files["ml-25m.zip"] = content = zipped("ml-25m", **{path: "evil"})
    announce(monkeypatch, "ml-25m", content)
    with pytest.raises(ValueError, match="leads out of its folder"):
        load_ratings("ml-25m")
    assert left_behind(tmp_path) == []
    assert not list(tmp_path.rglob("evil*"))


def test_not_a_zip(server, monkeypatch, tmp_path):
    server.files["ml-25m.zip"] = b"<html>Sign in to the conference Wi-Fi</html>"
    announce(monkeypatch, "ml-25m", server.files["ml-25m.zip"])
    with pytest.raises(ValueError, match="was deleted"):
        load_ratings("ml-25m")
    assert left_behind(tmp_path) == []


def test_two_at_once(server, monkeypatch, tmp_path):
    server.files["ml-25m.zip"] = content = zipped("ml-25m")
    announce(monkeypatch, "ml-25m", content)
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(movielens_folder, ["ml-25m"] * 4))
    assert len(folders) == 1
    assert left_behind(tmp_path) == ["ml-25m"]
    assert len(load_ratings("ml-25m")) == 2


def test_a_stop_while_unpacking_leaves_nothing_to_read(server, monkeypatch, tmp_path):
    server.files["ml-25m.zip"] = content = zipped("ml-25m")
    announce(monkeypatch, "ml-25m", content)
    real, calls = download.shutil.copyfileobj, []

    def stopped(source, target, size):
        calls.append(target.name)
        real(source, target, size)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(download.shutil, "copyfileobj", stopped)
    with pytest.raises(KeyboardInterrupt):
        load_ratings("ml-25m")
    assert "ml-25m" not in left_behind(tmp_path)
    monkeypatch.setattr(download.shutil, "copyfileobj", real)
    assert len(load_ratings("ml-25m")) == 2


# What people put into the cache


def put(tmp_path, name, **files):
    folder = tmp_path / "cache" / name
    folder.mkdir(parents=True)
    for member, text in files.items():
        (folder / f"{member}.csv").write_text(text)
    return folder


@pytest.fixture
def half(server, monkeypatch, tmp_path):
    """Half of ml-32m, whose sums are known, unpacked by hand."""
    members = {"ratings.csv": md5(RATINGS), "movies.csv": md5(MOVIES)}
    monkeypatch.setitem(download.ARCHIVES, "ml-32m", Archive(None, members))
    return put(tmp_path, "ml-32m", ratings=RATINGS[:-10], movies=MOVIES)


def test_half_a_set_is_not_loaded_and_set_aside(server, half, tmp_path, capsys):
    with pytest.raises(ConnectionError):
        load_ratings("ml-32m")
    assert (half / "ratings.csv").read_text() == RATINGS[:-10]  # theirs, and kept
    server.files["ml-32m.zip"] = zipped("ml-32m")
    assert len(load_ratings("ml-32m")) == 2
    out = capsys.readouterr().out
    assert "is not used, since ratings.csv has the MD5 sum" in out
    names = sorted(left_behind(tmp_path))
    assert names[0] == "ml-32m" and names[1].startswith("ml-32m.not-used-")
    assert len(names) == 2 and names[1] in out


def test_a_folder_without_its_file_does_not_fail_for_ever(server, half):
    (half / "ratings.csv").unlink()
    server.files["ml-32m.zip"] = zipped("ml-32m")
    assert len(load_ratings("ml-32m")) == 2


def test_what_was_put_there_by_hand_is_checked_once(server, half, monkeypatch):
    (half / "ratings.csv").write_text(RATINGS)
    assert len(load_ratings("ml-32m")) == 2
    sums = []
    monkeypatch.setattr("utils.data.cached.md5_sum", sums.append)
    assert len(load_ratings("ml-32m")) == 2 and sums == []
    assert server.asked == []
    (half / "ratings.csv").write_text(RATINGS[:-1])  # changed since: looked at again
    with pytest.raises(ConnectionError):
        load_ratings("ml-32m")
    assert len(sums) == 1


def test_a_set_without_sums_of_its_files_is_checked_by_their_lines(
    server, monkeypatch, tmp_path
):
    members = {"ratings.csv": None, "movies.csv": None}
    lines = {"ratings.csv": 3, "movies.csv": 2}
    archive = Archive(md5(zipped("ml-25m")), members, lines)
    monkeypatch.setitem(download.ARCHIVES, "ml-25m", archive)
    folder = put(tmp_path, "ml-25m", ratings=RATINGS, movies=MOVIES)
    assert movielens_folder("ml-25m") == folder
    (folder / "ratings.csv").write_text(RATINGS.replace("2,10,3.0,200\n", ""))
    with pytest.raises(ConnectionError):
        movielens_folder("ml-25m")


def test_a_folder_in_a_folder_of_its_name_is_found(server, half):
    (half / "ratings.csv").unlink()
    inner = half / "ml-32m"
    inner.mkdir()
    (inner / "ratings.csv").write_text(RATINGS)
    (inner / "movies.csv").write_text(MOVIES)
    assert movielens_folder("ml-32m") == inner and server.asked == []


def test_a_zip_that_a_browser_fetched_is_used_after_its_sum(
    server, monkeypatch, tmp_path
):
    announce(monkeypatch, "ml-25m", content := zipped("ml-25m"))
    own = tmp_path / "cache" / "ml-25m.zip"
    own.parent.mkdir()
    own.write_bytes(content[:-50])
    with pytest.raises(ValueError, match=r"MD5 sum .* Delete it") as caught:
        load_ratings("ml-25m")
    assert str(own) in str(caught.value)
    own.write_bytes(content)
    assert len(load_ratings("ml-25m")) == 2
    assert server.asked == [] and own.exists()


def test_a_zip_without_a_sum_is_judged_by_its_files(server, half, tmp_path):
    own = tmp_path / "cache" / "ml-32m.zip"
    own.write_bytes(zipped("ml-32m")[:-50])
    with pytest.raises(ValueError, match=r"ml-32m\.zip can't be used and must be del"):
        load_ratings("ml-32m")
    own.write_bytes(zipped("ml-32m", ratings=RATINGS + "3,10,1,9\n"))
    with pytest.raises(ValueError, match="delete the zip"):
        load_ratings("ml-32m")
    own.write_bytes(zipped("ml-32m"))
    assert len(load_ratings("ml-32m")) == 2 and server.asked == []


def test_a_refused_certificate_says_how_to_go_on(server, monkeypatch, tmp_path):
    def refuse(*_, **__):
        raise download.requests.exceptions.SSLError("certificate has expired")

    monkeypatch.setattr(download.requests, "get", refuse)
    with pytest.raises(ConnectionError) as caught:
        load_ratings("ml-32m")
    message = str(caught.value)
    for words in [
        "has expired",
        "try again later",
        "another network",
        "with a browser",
    ]:
        assert words in message
    assert "leave the check switched on" in message
    assert str(tmp_path / "cache") in message and "/ml-32m.zip" in message


def test_the_published_sums_are_the_announced_ones():
    assert download.ARCHIVES["ml-1m"].archive_md5 == "c4d9eecfca2ab87c1945afe126590906"
    assert download.ARCHIVES["ml-25m"].archive_md5 == "6b51fb2759a8657d3bfcbfc42b592ada"
    assert all(download.ARCHIVES["ml-32m"].members.values())
    for _, members, lines in download.ARCHIVES.values():
        assert all(md5 or lines[name] for name, md5 in members.items())
