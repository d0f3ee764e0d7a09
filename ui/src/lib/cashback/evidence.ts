// Files that prove something, as the page may show them.
import type { EvidenceContent } from "../bindings";
import { t } from "../shared/messages";

const PICTURES = ["image/png", "image/jpeg", "image/webp"];

/** The address of a picture; null for any other file, which is only named. */
export const pictureOf = ({ media_type, base64 }: EvidenceContent): string | null =>
  PICTURES.includes(media_type) ? `data:${media_type};base64,${base64}` : null;

/** How large a file is, in words. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return t("evidence.bytes", { size: bytes });
  if (bytes < 1_000_000) return t("evidence.kilobytes", { size: Math.round(bytes / 1000) });
  return t("evidence.megabytes", { size: (bytes / 1_000_000).toFixed(1) });
}
