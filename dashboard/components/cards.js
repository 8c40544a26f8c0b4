// Draws a table's rows as cards, for screens that hold no columns. What customers wrote reaches the page as textContent only.
const SVG = "http://www.w3.org/2000/svg";

function part(tag, text, name) {
  const node = document.createElement(tag);
  node.textContent = text;
  if (name) node.className = name;
  return node;
}

function bars(values) {
  const most = Math.max(...values, 1);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${values.length * 10} 20`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", values.join(", "));
  values.forEach((value, place) => {
    const bar = document.createElementNS(SVG, "rect");
    const height = (20 * value) / most;
    for (const [key, size] of Object.entries({ x: place * 10, y: 20 - height, width: 8, height })) bar.setAttribute(key, size);
    svg.append(bar);
  });
  return svg;
}

function card(row, pick) {
  const node = document.createElement("li");
  if (row.is_open) node.className = "open";
  const name = part(pick ? "button" : "div", row.name, "name");
  if (pick) {
    name.setAttribute("aria-pressed", String(row.is_open));
    name.onclick = () => pick(row.id);
  }
  node.append(name);
  if (row.text) node.append(part("div", row.text, "text"));
  const told = document.createElement("dl");
  for (const [label, value] of row.fields) {
    const said = part("dd", Array.isArray(value) ? "" : value);
    if (Array.isArray(value)) said.append(bars(value));
    const pair = document.createElement("div");
    pair.append(part("dt", label), said);
    told.append(pair);
  }
  if (row.fields.length) node.append(told);
  if (row.link) {
    const link = part("a", row.link_text);
    link.href = row.link;
    node.append(link);
  }
  return node;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const [list, more] = [parentElement.querySelector(".cards"), parentElement.querySelector(".more")];
  list.setAttribute("aria-label", data.label);
  list.removeAttribute("aria-busy");
  const opened = data.rows.find((row) => row.is_open)?.id;
  // what was picked stands below the list
  if (list.dataset.asked && list.dataset.asked === opened) {
    delete list.dataset.asked;
    parentElement.querySelector(".end").scrollIntoView({ block: "start" });
  }
  const pick =
    data.is_picked &&
    ((id) => {
      list.dataset.asked = id;
      setTriggerValue("pick", id);
    });
  const draw = (most) => {
    list.replaceChildren(...data.rows.slice(0, most).map((row) => card(row, pick)));
    more.hidden = data.rows.length <= most;
  };
  more.textContent = data.more;
  more.onclick = () => draw(data.rows.length);
  draw(Math.max(data.most, data.rows.findIndex((row) => row.is_open) + 1));
}
