// What Furo leaves to be said for those who listen to a page, or have no mouse.
addEventListener("load", () => {
  for (const title of document.querySelectorAll("p.caption[role=heading]")) {
    title.ariaLevel = 2;
  }
  document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "All pages");
  document.querySelector(".toc-drawer")?.setAttribute("aria-label", "This page");
  // What scrolls sideways can be reached, and so scrolled, with the keyboard.
  for (const box of document.querySelectorAll("pre, .cell_output, .table-wrapper")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
});
