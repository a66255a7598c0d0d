// What can be written at a place of a query: from the graph, and from what its shapes say.
"use strict";

(() => {
  const { look, keywords, functions } = globalThis.visitkgEditor;
  const most = 50;
  const types = new Set(["a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"]);
  const within = {
    subject: ["FILTER", "OPTIONAL", "BIND", "VALUES", "UNION", "MINUS", "GRAPH", "SELECT"],
    projection: ["DISTINCT", "WHERE", "FROM", "AS"],
    modifier: ["BY", "ASC", "DESC", "HAVING", "ORDER", "LIMIT", "OFFSET"],
    expression: ["NOT", "EXISTS", "IN", "AS"],
    other: ["WHERE", "FROM", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"],
    start: ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"],
    number: [],
    name: [],
    prologue: [],
    after: ["FILTER", "OPTIONAL", "BIND", "VALUES", "UNION", "MINUS"],
  };

  // The same letters whatever their case, accents and width.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // All that completion looks up, made once from what the server says.
  const index = (data) => ({
    ...data,
    classByName: new Map(data.classes.map((each) => [each.name, each])),
    propertyByName: new Map(data.properties.map((each) => [each.name, each])),
    instanceByName: new Map(data.instances.map((each) => [each.name, each])),
    folded: new Map(),
  });

  const withAbove = (names, data) => {
    const all = new Set(names);
    for (const name of names)
      for (const above of (data.classByName.get(name) || {}).above || []) all.add(above);
    return all;
  };

  const expectedOf = (classes, data) => {
    const found = new Map();
    for (const name of classes)
      for (const each of data.expectations[name] || [])
        found.set(each.name, { ...found.get(each.name), ...each });
    return found;
  };

  const kindsOf = (property, classes, data) => {
    const expected = expectedOf(classes, data).get(property);
    const range = (data.propertyByName.get(property) || {}).range;
    return (expected && expected.kinds) || (range ? [range] : []);
  };

  // The classes of a subject: those that the query states, else what its properties say.
  const classesOf = (subject, triples, data, depth = 0) => {
    const stated = triples
      .filter(([one, property]) => one === subject && types.has(property))
      .map((each) => each[2]);
    if (stated.length) return withAbove(stated, data);
    const known = data.instanceByName.get(subject);
    if (known && known.class) return withAbove([known.class], data);
    const guessed = new Set();
    for (const [one, property, other] of triples) {
      const domain = (data.propertyByName.get(property) || {}).domain;
      if (one === subject && domain) guessed.add(domain);
      if (other === subject && depth < 3)
        for (const kind of kindsOf(property, classesOf(one, triples, data, depth + 1), data))
          guessed.add(kind);
    }
    return withAbove([...guessed], data);
  };

  const variables = (place) =>
    place.variables.map((name) => ({ insert: name, kind: "variable", label: "" }));

  const words = (names, kind) => names.map((name) => ({ insert: name, kind, label: "" }));

  const named = (entry, kind, more = {}) => ({
    insert: entry.name,
    kind,
    label: entry.label || "",
    note: entry.note || "",
    others: entry.others || [],
    ...more,
  });

  const expectedProperties = (classes, data) =>
    [...expectedOf(classes, data).values()].map((each) => {
      const entry = data.propertyByName.get(each.name) || { name: each.name };
      const kinds = (each.kinds || []).join(" or ");
      const values = each.values ? `one of ${each.values.length}` : kinds;
      return named(entry, "property", { expects: [each.count, values].filter(Boolean).join(", ") });
    });

  const byName = (name, data) => {
    const entry = data.instanceByName.get(name) || data.classByName.get(name);
    return entry ? named(entry, "value") : { insert: name, kind: "value", label: "" };
  };

  const offerPredicates = (place, data) => {
    let classes = classesOf(place.subject, place.triples, data);
    for (const step of place.via) classes = withAbove(kindsOf(step, classes, data), data);
    const expected = place.isInverse ? [] : expectedProperties(classes, data);
    const others = data.properties.map((each) => named(each, "property"));
    const own = [...classes].flatMap((name) =>
      others.filter((each) => (data.propertyByName.get(each.insert) || {}).domain === name),
    );
    return [
      ...expected,
      { insert: "a", kind: "keyword", label: "is a" },
      ...own,
      ...others,
      ...variables(place),
    ];
  };

  const offerObjects = (place, data) => {
    const classes = data.classes.map((each) => named(each, "class"));
    if (types.has(place.predicate)) return [...classes, ...variables(place)];
    const ofSubject = classesOf(place.subject, place.triples, data);
    const expected = expectedOf(ofSubject, data).get(place.predicate) || {};
    const property = data.propertyByName.get(place.predicate) || {};
    const kinds = new Set(kindsOf(place.predicate, ofSubject, data));
    const fits = (each) =>
      [each.class, ...((data.classByName.get(each.class) || {}).above || [])].some((name) =>
        kinds.has(name),
      );
    const values = [...(expected.values || []), ...(expected.values ? [] : property.values || [])];
    const instances = data.instances.map((each) => named(each, "instance"));
    return [
      ...values.map((name) => byName(name, data)),
      ...(kinds.size ? data.instances.filter(fits).map((each) => named(each, "instance")) : []),
      ...variables(place),
      ...instances,
      ...classes,
    ];
  };

  const offer = (place, data) => {
    const keywordsHere = words(within[place.position] || [], "keyword");
    const names = () => [
      ...data.instances.map((each) => named(each, "instance")),
      ...data.classes.map((each) => named(each, "class")),
      ...data.properties.map((each) => named(each, "property")),
    ];
    if (place.position === "predicate") return offerPredicates(place, data);
    if (place.position === "object") return offerObjects(place, data);
    if (place.position === "prologue")
      return Object.entries(data.prefixes).map(([prefix, iri]) => ({
        insert: `${prefix}: <${iri}>`,
        kind: "prefix",
        label: "",
      }));
    if (place.position === "number") return [];
    if (place.position === "start") return [...keywordsHere, ...words(within.other, "keyword")];
    if (["expression", "projection", "modifier"].includes(place.position))
      return [...variables(place), ...words(functions, "function"), ...keywordsHere, ...names()];
    return [...variables(place), ...keywordsHere, ...names(), ...words(keywords, "keyword")];
  };

  // How well a name fits what is typed: 0 is best, null not at all.
  const rank = (item, typed, data) => {
    if (!typed) return 0;
    if (typed === "?" || typed === "$") return item.kind === "variable" ? 0 : null;
    const name = fold(item.insert);
    if (name.startsWith(typed)) return 0;
    if (typed.startsWith("?") || typed.includes(":")) {
      const [prefix, local] = typed.split(/:(.*)/s);
      return local && name.startsWith(`${prefix}:`) && name.includes(local) ? 2 : null;
    }
    const called = [item.insert.split(":").slice(1).join(":"), item.label, ...(item.others || [])];
    let best = null;
    for (const each of called) {
      const known = data.folded.get(each);
      const words = known === undefined ? fold(each) : known;
      if (known === undefined) data.folded.set(each, words);
      const at = words.indexOf(typed);
      const order =
        at === 0 ? 1 : at > 0 && /[\s(,.\-_/]/.test(words[at - 1]) ? 2 : at > 0 ? 3 : null;
      if (order !== null && (best === null || order < best)) best = order;
    }
    return best;
  };

  const prefixesThatFit = (typed, data) =>
    typed && !typed.includes(":") && !typed.startsWith("?")
      ? Object.keys(data.prefixes)
          .filter((prefix) => prefix.startsWith(typed))
          .map((prefix) => ({ insert: `${prefix}:`, kind: "prefix", label: data.prefixes[prefix] }))
      : [];

  // Return what fits at an offset, best first, and which part of the text it would replace.
  const complete = (text, offset, data) => {
    const place = look(text, offset);
    if (place === null) return { start: offset, end: offset, typed: "", items: [] };
    const typed = fold(place.typed.replace(/^\$/, "?"));
    const seen = new Set();
    const fitting = [];
    const isPlace = ["predicate", "object"].includes(place.position);
    for (const item of [...offer(place, data), ...prefixesThatFit(typed, data)]) {
      if (seen.has(item.insert)) continue;
      const order = rank(item, typed, data);
      if (order === null) continue;
      seen.add(item.insert);
      fitting.push([order, item]);
    }
    // What shapes expect comes first, however it fits.
    const order = ([fit, item]) =>
      isPlace && (item.expects !== undefined || item.kind === "value") ? -1 : fit;
    fitting.sort((one, other) => order(one) - order(other));
    const items = fitting.slice(0, most).map(([, item]) => item);
    return {
      start: place.start,
      end: place.end,
      typed: place.typed,
      position: place.position,
      items,
    };
  };

  Object.assign(globalThis.visitkgEditor, { complete, index });
})();
