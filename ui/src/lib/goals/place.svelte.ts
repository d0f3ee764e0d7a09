/** Which part of the screen the person is in; kept while they visit other screens. */
class Place {
  part = $state<"goals" | "transfers">("goals");
}

export const place = new Place();
