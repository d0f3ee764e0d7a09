// The pictures a goal can have, each by a word that is kept with it.
import Baby from "@lucide/svelte/icons/baby";
import Bike from "@lucide/svelte/icons/bike";
import BookOpen from "@lucide/svelte/icons/book-open";
import Camera from "@lucide/svelte/icons/camera";
import Car from "@lucide/svelte/icons/car";
import Gamepad from "@lucide/svelte/icons/gamepad-2";
import Gift from "@lucide/svelte/icons/gift";
import GraduationCap from "@lucide/svelte/icons/graduation-cap";
import Hammer from "@lucide/svelte/icons/hammer";
import Heart from "@lucide/svelte/icons/heart";
import House from "@lucide/svelte/icons/house";
import Laptop from "@lucide/svelte/icons/laptop";
import Music from "@lucide/svelte/icons/music";
import PawPrint from "@lucide/svelte/icons/paw-print";
import Plane from "@lucide/svelte/icons/plane";
import Sprout from "@lucide/svelte/icons/sprout";
import Target from "@lucide/svelte/icons/target";
import Tent from "@lucide/svelte/icons/tent";
import Umbrella from "@lucide/svelte/icons/umbrella";

const icons = {
  target: Target,
  umbrella: Umbrella,
  house: House,
  plane: Plane,
  tent: Tent,
  car: Car,
  bike: Bike,
  gift: Gift,
  heart: Heart,
  baby: Baby,
  pet: PawPrint,
  study: GraduationCap,
  book: BookOpen,
  music: Music,
  camera: Camera,
  game: Gamepad,
  computer: Laptop,
  tools: Hammer,
  plant: Sprout,
};

export type IconWord = keyof typeof icons;
export const ICON_WORDS = Object.keys(icons) as IconWord[];

/** The picture of a word; a word that is not known has the usual one. */
export const iconOf = (word: string | undefined): typeof Target =>
  icons[word as IconWord] ?? icons.target;
