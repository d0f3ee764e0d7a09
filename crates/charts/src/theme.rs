//! The colours of the charts: the same palette as the page's.

use plotters::style::RGBColor;

pub(crate) type Color = RGBColor;

/// Which palette to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeName {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The colours a chart is drawn with.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    pub(crate) surface: Color,
    pub(crate) ink: Color,
    pub(crate) muted: Color,
    pub(crate) grid: Color,
    pub(crate) accent: Color,
    pub(crate) second: Color,
    /// The second tone, dark enough for letters.
    pub(crate) second_ink: Color,
    /// The ground under a line of the second tone.
    pub(crate) second_ground: Color,
    /// The ground under a line, the soft accent thinned.
    pub(crate) ground: Color,
    /// Lines that stand behind the one that matters.
    pub(crate) line_behind: Color,
    /// A day without payments.
    pub(crate) blank: Color,
    /// From little to much.
    pub(crate) ramp: [Color; 5],
}

impl Theme {
    /// Dark on light.
    pub fn light() -> Self {
        Self {
            surface: rgb(0x00FF_FFFF),
            ink: rgb(0x001C_2321),
            muted: rgb(0x006B_7672),
            grid: rgb(0x00E7_EBE8),
            accent: rgb(0x001F_7A5C),
            second: rgb(0x00B4_652B),
            second_ink: rgb(0x008F_4C1C),
            second_ground: rgb(0x00FA_F1E9),
            ground: rgb(0x00E6_F2EC),
            line_behind: rgb(0x00B9_C3BE),
            blank: rgb(0x00F0_F3F1),
            ramp: [
                0x00CF_E5DB,
                0x0099_CBB4,
                0x005F_A98A,
                0x001F_7A5C,
                0x000F_5039,
            ]
            .map(rgb),
        }
    }

    /// Light on dark.
    pub fn dark() -> Self {
        Self {
            surface: rgb(0x0016_1B19),
            ink: rgb(0x00E8_EEEA),
            muted: rgb(0x0093_A09A),
            grid: rgb(0x002A_322E),
            accent: rgb(0x005C_C49B),
            second: rgb(0x00E0_9A62),
            second_ink: rgb(0x00EA_B07F),
            second_ground: rgb(0x002A_2119),
            ground: rgb(0x001B_2F28),
            line_behind: rgb(0x004A_5751),
            blank: rgb(0x001F_2623),
            ramp: [
                0x0023_473A,
                0x0031_6A55,
                0x0042_9373,
                0x005C_C49B,
                0x00A6_E8CC,
            ]
            .map(rgb),
        }
    }

    /// The darker or the lighter of its two letter tones, whichever is easier to read on a ground.
    pub(crate) fn letters_on(&self, ground: Color) -> Color {
        let contrast = |letters: &Color| {
            let (one, other) = (lightness(*letters), lightness(ground));
            (one.max(other) + 0.05) / (one.min(other) + 0.05)
        };
        let tones = [self.ink, self.surface];
        let clearest =
            (tones.iter()).max_by(|one, other| contrast(one).total_cmp(&contrast(other)));
        clearest.copied().unwrap_or(self.ink)
    }
}

impl From<ThemeName> for Theme {
    fn from(name: ThemeName) -> Self {
        match name {
            ThemeName::Light => Self::light(),
            ThemeName::Dark => Self::dark(),
        }
    }
}

/// How much light a colour gives, from 0 to 1, as the contrast of letters is measured.
fn lightness(color: Color) -> f64 {
    let light = |part: u8| (f64::from(part) / 255.0).powf(2.2);
    0.2126 * light(color.0) + 0.7152 * light(color.1) + 0.0722 * light(color.2)
}

fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    RGBColor(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_can_be_read_on_each_step_of_the_ramp() {
        for theme in [Theme::light(), Theme::dark()] {
            for ground in theme.ramp.into_iter().chain([theme.blank]) {
                let (one, other) = (lightness(theme.letters_on(ground)), lightness(ground));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{contrast} on {ground:?}");
            }
        }
    }
}
