// JupyterLab opens its file browser in each layout that is new, and gives it a third of a
// tablet. Here it begins closed up to this width; Ctrl+B or the folder opens it, and a
// layout that was saved stays as it was left. What Lab asks of a prebuilt extension is
// this container, so nothing has to be built.
const SMALL = 1000; // pixels

const plugin = {
  id: "small-screens:side-bar",
  autoStart: true,
  activate: app => {
    // Lab waits for what is returned here, and what is waited for below waits for Lab.
    Promise.all([app.shell.restored, app.restored]).then(([layout]) => {
      if (layout.fresh && innerWidth <= SMALL) app.shell.collapseLeft();
    });
  },
};
(window._JUPYTERLAB ??= {})["small-screens"] = {
  init: () => {},
  get: async () => () => plugin,
};
