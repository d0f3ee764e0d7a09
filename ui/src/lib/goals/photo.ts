// A photo that the person picks becomes a small picture inside the ledger; the file stays as it is.
import { t } from "../shared/messages";

export const PHOTO_TYPES = ["image/png", "image/jpeg", "image/webp"];
/** As many characters as the picture may have in the ledger. */
export const MOST_CHARACTERS = 400_000;
const LARGEST_FILE_BYTES = 40_000_000;
const SIDES_PX = [800, 600, 400, 240, 120];
const QUALITY = 0.85;

/** Draws at a size and answers with a `data:` address. */
export type Draw = (size: { width: number; height: number }) => string;

/** The largest picture that is small enough; none where even the smallest is not. */
export function smallEnough(width: number, height: number, draw: Draw): string | null {
  for (const side of SIDES_PX) {
    const address = draw(fitted(width, height, side));
    if (address.startsWith("data:image/") && address.length <= MOST_CHARACTERS) return address;
  }
  return null;
}

/** The same shape with no side longer than so much, and never larger than it was. */
export function fitted(
  width: number,
  height: number,
  side: number,
): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** A file as a picture for a goal; throws a sentence where it is none. */
export async function photoOf(file: File): Promise<string> {
  if (!PHOTO_TYPES.includes(file.type)) throw new Error(t("photo.other"));
  if (file.size > LARGEST_FILE_BYTES) throw new Error(t("photo.large"));
  const image = await imageOf(file);
  const photo = smallEnough(image.naturalWidth, image.naturalHeight, (size) => drawn(image, size));
  if (!photo) throw new Error(t("photo.broken"));
  return photo;
}

// A `data:` address is the only one that the policy of the window lets a picture come from.
async function imageOf(file: File): Promise<HTMLImageElement> {
  const image = new Image();
  try {
    image.src = await addressOf(file);
    await image.decode();
  } catch {
    throw new Error(t("photo.broken"));
  }
  return image;
}

function addressOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error(t("photo.broken")));
    reader.readAsDataURL(file);
  });
}

function drawn(image: HTMLImageElement, size: { width: number; height: number }): string {
  const canvas = Object.assign(document.createElement("canvas"), size);
  const context = canvas.getContext("2d");
  if (!context) return "";
  // What shines through is white: the format has no clear points.
  context.fillStyle = "white";
  context.fillRect(0, 0, size.width, size.height);
  context.drawImage(image, 0, 0, size.width, size.height);
  return canvas.toDataURL("image/jpeg", QUALITY);
}
