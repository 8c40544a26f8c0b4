// Draws the queue. What customers wrote reaches the page as textContent only.
function part(name, text) {
  const node = document.createElement("span");
  node.className = name;
  node.textContent = text;
  return node;
}

function fill(node, row) {
  node.className = `row ${row.tone}${row.dim ? " dim" : ""}`;
  const top = part("top", "");
  top.append(part("clock", `${row.icon} ${row.clock}`), part("who", row.who));
  const bottom = part("bottom", "");
  bottom.append(part("text", row.text));
  if (row.badge) bottom.append(part("badge", row.badge));
  const body = part("body", "");
  body.append(top, bottom);
  node.replaceChildren(part(`severity ${row.severity}`, row.severity), body);
  node.title = row.hover;
}

function select(list, id, reveal) {
  list.dataset.selected = id ?? "";
  for (const node of list.children) {
    const chosen = node.dataset.id === id;
    node.classList.toggle("open", chosen);
    node.setAttribute("aria-selected", String(chosen || node.classList.contains("marked")));
    if (chosen) list.setAttribute("aria-activedescendant", node.id);
    if (chosen && reveal) node.scrollIntoView({ block: "nearest" });
  }
}

function draw(list, data) {
  const old = new Map([...list.children].map((node) => [node.dataset.id, node]));
  const wanted = data.rows.map((row) => {
    const node = old.get(row.id) ?? document.createElement("div");
    node.dataset.id = row.id;
    node.id = `case-${row.id}`;
    node.setAttribute("role", "option");
    const drawn = JSON.stringify(row);
    if (node.drawn !== drawn) fill(node, row);
    node.drawn = drawn;
    return node;
  });
  const same = wanted.length === list.children.length && wanted.every((node, i) => node === list.children[i]);
  if (!same) list.replaceChildren(...wanted);
  if (!same && list.dataset.page !== data.page) list.scrollTop = 0;
  list.dataset.page = data.page;
  list.setAttribute("aria-label", data.label);
}

function mark(list, ids) {
  const marked = new Set(ids);
  for (const node of list.children) node.classList.toggle("marked", marked.has(node.dataset.id));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const list = parentElement.querySelector(".list");
  const moved = list.dataset.selected !== (data.selected ?? "");
  draw(list, data);
  mark(list, data.marked);
  select(list, data.selected, moved);
  list.removeAttribute("aria-busy");
  // on a phone the case stands below the list
  if (list.dataset.asked && list.dataset.asked === data.selected) {
    delete list.dataset.asked;
    if (matchMedia("(max-width: 640px)").matches) document.querySelector(".st-key-detail")?.scrollIntoView({ block: "start" });
  }
  if (!data.marked.length) delete list.dataset.anchor;
  const pick = (id) => {
    select(list, id, true);
    list.dataset.asked = id;
    setTriggerValue("pick", id);
  };
  const markTo = (id, isRange) => {
    const ids = [...list.children].map((node) => node.dataset.id);
    const marked = new Set(data.marked);
    // a range begins where a row was marked last, else at the open one
    const anchor = ids.includes(list.dataset.anchor) ? list.dataset.anchor : list.dataset.selected;
    const [from, to] = [ids.indexOf(anchor), ids.indexOf(id)].sort((a, b) => a - b);
    if (!isRange) list.dataset.anchor = id;
    if (isRange && from >= 0) for (const other of ids.slice(from, to + 1)) marked.add(other);
    else if (!marked.delete(id)) marked.add(id);
    mark(list, marked);
    setTriggerValue("mark", [...marked]);
  };
  list.onclick = (event) => {
    const row = event.target.closest(".row");
    if (row && (event.shiftKey || event.ctrlKey || event.metaKey)) markTo(row.dataset.id, event.shiftKey);
    else if (row) pick(row.dataset.id);
  };
  // a range is marked, not written over with the browser's selection
  list.onmousedown = (event) => {
    if (event.shiftKey) event.preventDefault();
  };
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...list.children];
    const here = rows.findIndex((node) => node.dataset.id === list.dataset.selected);
    const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
    if (next) pick(next.dataset.id);
  };
}
