// The queries that were run in this browser: the last fifty, each once. They go to no server.
"use strict";

(() => {
  const most = 50;

  // Return a history that lies under a key of the browser's storage, which may be full or refused.
  const openHistory = (storage, key) => {
    let queries = [];

    const load = () => {
      try {
        const read = JSON.parse(storage().getItem(key) || "[]");
        if (Array.isArray(read))
          queries = read.filter((each) => typeof each === "string").slice(0, most);
      } catch {
        // What can't be read, or isn't ours, is no history; what was run since is kept.
      }
      return queries;
    };

    const save = () => {
      let kept = queries;
      for (;;) {
        try {
          storage().setItem(key, JSON.stringify(kept));
          return true;
        } catch {
          if (kept.length < 2) return false;
          kept = kept.slice(0, Math.floor(kept.length / 2));
        }
      }
    };

    const add = (query) => {
      if (!query.trim()) return queries;
      queries = [query, ...load().filter((each) => each !== query)].slice(0, most);
      save();
      return queries;
    };

    const clear = () => {
      queries = [];
      try {
        storage().removeItem(key);
      } catch {
        // Nothing lies there.
      }
      return queries;
    };

    return { add, clear, load };
  };

  Object.assign(globalThis.visitkgEditor, { openHistory });
})();
