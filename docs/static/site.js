// What Furo leaves to be said for those who listen to a page, or have no mouse.
addEventListener("load", () => {
  for (const title of document.querySelectorAll("p.caption[role=heading]")) {
    title.ariaLevel = 2;
  }
  document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "All pages");
  document.querySelector(".toc-drawer")?.setAttribute("aria-label", "This page");
  for (const summary of document.querySelectorAll("details.hide > summary")) {
    summary.removeAttribute("aria-label"); // what it says is better
  }
  for (const picture of document.querySelectorAll(".cell_output img")) {
    const { naturalHeight: height, naturalWidth: width } = picture;
    picture.classList.toggle("upright", height > width);
  }
  document.querySelectorAll(".hover-map").forEach(explored);
  // What scrolls sideways can be reached, and so scrolled, with the keyboard.
  for (const box of document.querySelectorAll("pre, .cell_output, .table-wrapper")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
});

// On paper nothing can be unfolded.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("article details")) folded.open = true;
});

// A map of movies names the one that is nearest to a tap, or in the way of an arrow key.
function explored(map) {
  const words = document.createElement("p");
  words.role = "status";
  words.textContent = "Tap a movie, or use the arrow keys, and its title stands here.";
  map.after(words);
  map.tabIndex = 0;
  map.ariaLabel += "; arrow keys go from movie to movie";

  const movies = [...map.querySelectorAll(".movie")];
  const middle = shape => {
    const box = shape.getBoundingClientRect();
    return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  };
  let here = null;
  const name = (from, allowed) => {
    let best = Infinity, nearest = null;
    for (const movie of movies) {
      const [x, y] = middle(movie.querySelector("path"));
      const across = x - from[0], down = y - from[1], far = Math.hypot(across, down);
      if (movie !== here && far < best && allowed(across, down, far)) {
        [best, nearest] = [far, movie];
      }
    }
    if (!nearest) return;
    here?.classList.remove("chosen");
    here = nearest;
    here.classList.add("chosen");
    here.parentNode.append(here); // on top of the others
    here.scrollIntoView({ block: "nearest", inline: "nearest" });
    words.textContent = here.textContent;
  };
  map.addEventListener("click", event => {
    here?.classList.remove("chosen");
    here = null;
    name([event.clientX, event.clientY], (across, down, far) => far < 40);
  });
  const ways = {
    ArrowLeft: (across, down) => -across > Math.abs(down),
    ArrowRight: (across, down) => across > Math.abs(down),
    ArrowUp: (across, down) => -down >= Math.abs(across),
    ArrowDown: (across, down) => down >= Math.abs(across),
  };
  map.addEventListener("keydown", event => {
    if (!(event.key in ways)) return;
    event.preventDefault();
    const start = here ? here.querySelector("path") : map;
    name(middle(start), here ? ways[event.key] : () => true);
  });
}
