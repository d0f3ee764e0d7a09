// A chart's picture comes as text. It is parsed as XML and rebuilt node by node from an allow list,
// so that nothing in it can run, link or load.

const SVG = "http://www.w3.org/2000/svg";
const ELEMENTS = new Set([
  "svg",
  "g",
  "path",
  "rect",
  "line",
  "polyline",
  "polygon",
  "circle",
  "text",
  "tspan",
]);
const ATTRIBUTES = new Set([
  "cx",
  "cy",
  "d",
  "dx",
  "dy",
  "dominant-baseline",
  "fill",
  "fill-opacity",
  "fill-rule",
  "font-size",
  "font-style",
  "font-weight",
  "height",
  "opacity",
  "points",
  "r",
  "rx",
  "ry",
  "stroke",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "stroke-width",
  "text-anchor",
  "transform",
  "viewBox",
  "width",
  "x",
  "x1",
  "x2",
  "y",
  "y1",
  "y2",
]);

/** A clean picture, or null when the text is no SVG. */
export function cleanSvg(source: string): SVGSVGElement | null {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
  const root = parsed.documentElement;
  if (parsed.querySelector("parsererror") || root.localName !== "svg") return null;
  return copyElement(root) as SVGSVGElement | null;
}

function copyElement(source: Element): Element | null {
  if (source.namespaceURI !== SVG || !ELEMENTS.has(source.localName)) return null;
  const copy = document.createElementNS(SVG, source.localName);
  for (const { name, value } of source.attributes) {
    if (ATTRIBUTES.has(name) && isPlain(value)) copy.setAttribute(name, value);
  }
  for (const child of source.childNodes) copyChild(child, copy);
  return copy;
}

function copyChild(child: Node, parent: Element): void {
  if (child.nodeType === Node.TEXT_NODE) {
    parent.append(document.createTextNode(child.textContent ?? ""));
  } else if (child.nodeType === Node.ELEMENT_NODE) {
    const copy = copyElement(child as Element);
    if (copy) parent.append(copy);
  }
}

// url(…) in a fill would reach outside the picture.
const isPlain = (value: string): boolean => !/url\s*\(|javascript:|data:/i.test(value);
