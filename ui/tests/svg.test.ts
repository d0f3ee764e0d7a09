import { describe, expect, test } from "vitest";
import { cleanSvg } from "../src/lib/shared/svg";

const svg = (inside: string, attributes = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`;

const cleaned = (inside: string, attributes = "") => {
  const picture = cleanSvg(svg(inside, attributes));
  return picture ? new XMLSerializer().serializeToString(picture) : null;
};

test("a plain chart comes through with its shapes and texts", () => {
  const chart = `<g transform="scale(0.25)"><rect x="1" y="2" width="3" height="4" fill="#1F7A5C"/>
    <text x="5" y="6" dy="0.5ex" text-anchor="end" font-size="44">Café &amp; Co</text></g>`;
  const picture = cleanSvg(svg(chart, 'viewBox="0 0 720 260" width="720"'));
  expect(picture?.getAttribute("viewBox")).toBe("0 0 720 260");
  expect(picture?.querySelector("rect")?.getAttribute("fill")).toBe("#1F7A5C");
  expect(picture?.querySelector("text")?.textContent).toBe("Café & Co");
  expect(picture?.querySelector("text")?.getAttribute("dy")).toBe("0.5ex");
});

describe("nothing that could run, link or load comes through", () => {
  test.each([
    ["a script", "<script>alert(1)</script>", "script"],
    [
      "foreign content",
      '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
      "foreignObject",
    ],
    ["an image", '<image href="https://example.org/x.png"/>', "image"],
    ["a link", '<a href="javascript:alert(1)"><rect/></a>', "rect"],
    ["a use", '<use xlink:href="#x"/>', "use"],
    ["an animation", '<animate attributeName="href" to="javascript:alert(1)"/>', "animate"],
    ["a style sheet", "<style>@import 'https://example.org'</style>", "style"],
    ["an element of another language", '<rect xmlns="http://www.w3.org/1999/xhtml"/>', "rect"],
  ])("%s", (_, inside, gone) => {
    expect(cleaned(inside)).not.toContain(`<${gone}`);
  });

  test.each([
    ["a handler", '<rect onload="alert(1)" onclick="alert(1)"/>', /on(load|click)/],
    ["a style", '<rect style="fill:url(https://example.org)"/>', /style/],
    ["a fill from elsewhere", '<rect fill="url(https://example.org#x)"/>', /url/],
    ["a reference", '<text href="https://example.org" xlink:href="#a">x</text>', /href/],
    ["an id or class", '<rect id="app" class="mark"/>', /id=|class=/],
  ])("%s", (_, inside, gone) => {
    expect(cleaned(inside)).not.toMatch(gone);
    expect(cleaned(inside)).toMatch(/<rect|<text/);
  });

  test("a handler on the picture itself", () => {
    expect(cleaned("<rect/>", 'onload="alert(1)"')).not.toContain("onload");
  });

  test("a payee named like a tag stays text", () => {
    const picture = cleanSvg(svg("<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>"));
    expect(picture?.querySelector("script")).toBeNull();
    expect(picture?.textContent).toBe("<script>alert(1)</script>");
  });
});

test("what is no picture is nothing", () => {
  expect(cleanSvg("<p>hello</p>")).toBeNull();
  expect(cleanSvg("<svg><rect>")).toBeNull();
  expect(cleanSvg("")).toBeNull();
});
