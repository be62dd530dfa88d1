"""The real loading code against a web server on this machine."""

import hashlib
import http.server
import io
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from utils.data import download, load_movies, load_ratings
from utils.data.download import Archive, movielens_folder

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
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
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


def test_the_published_sums_are_the_announced_ones():
    assert download.ARCHIVES["ml-1m"].archive_md5 == "c4d9eecfca2ab87c1945afe126590906"
    assert download.ARCHIVES["ml-25m"].archive_md5 == "6b51fb2759a8657d3bfcbfc42b592ada"
    assert all(download.ARCHIVES["ml-32m"].members.values())
