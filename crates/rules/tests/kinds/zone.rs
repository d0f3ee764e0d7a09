//! The local day of a moment, for cases that name a time zone. The rules themselves only know
//! local days. A zone is read as its rule of today, which is all that cases of these years need.

use std::path::Path;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};

/// Rules of zones that cases may name on any system; others are read from the system's own list.
const KNOWN: [(&str, &str); 8] = [
    ("UTC", "UTC0"),
    ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
    ("America/Sao_Paulo", "<-03>3"),
    ("Asia/Karachi", "PKT-5"),
    ("Asia/Kolkata", "IST-5:30"),
    ("Asia/Seoul", "KST-9"),
    ("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
    ("Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"),
];

const SYSTEM_ZONES: &str = "/usr/share/zoneinfo";

/// The moment of a text as people in a zone read it off the clock. A text without an offset is
/// local already.
pub fn local(text: &str, zone: &str) -> Result<NaiveDateTime, String> {
    let Ok(moment) = DateTime::<FixedOffset>::parse_from_rfc3339(text) else {
        return text
            .parse()
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"))
            .map_err(|error| format!("{text}: {error}"));
    };
    let rule = rule_of(zone)?;
    let offset = offset_at(moment.naive_utc(), &rule);
    let offset = offset.ok_or_else(|| format!("{zone}: the rule {rule} cannot be read"))?;
    Ok(moment.naive_utc() + TimeDelta::seconds(offset))
}

fn rule_of(zone: &str) -> Result<String, String> {
    if let Some((_, rule)) = KNOWN.iter().find(|(name, _)| *name == zone) {
        return Ok((*rule).to_owned());
    }
    let bytes = std::fs::read(Path::new(SYSTEM_ZONES).join(zone))
        .map_err(|error| format!("the zone {zone} is not known: {error}"))?;
    let text = String::from_utf8_lossy(&bytes);
    let last = text.trim_end().lines().next_back();
    Ok(last.unwrap_or_default().to_owned())
}

/// Seconds to add to UTC, by a rule like `CET-1CEST,M3.5.0,M10.5.0/3`.
fn offset_at(utc: NaiveDateTime, rule: &str) -> Option<i64> {
    let mut parts = rule.split(',');
    let (standard, rest) = offset(parts.next()?)?;
    let (Some(begins), Some(ends)) = (parts.next(), parts.next()) else {
        return rest.is_empty().then_some(standard);
    };
    let (summer, _) = offset_or(rest, standard + 3600)?;
    let begins = change(utc.year(), begins)? - TimeDelta::seconds(standard);
    let ends = change(utc.year(), ends)? - TimeDelta::seconds(summer);
    let is_summer = if begins < ends {
        begins <= utc && utc < ends
    } else {
        utc < ends || begins <= utc
    };
    Some(if is_summer { summer } else { standard })
}

/// A name and its offset, and what follows.
fn offset(text: &str) -> Option<(i64, &str)> {
    let after = name_end(text)?;
    let end = after.find(|c: char| !"+-:0123456789".contains(c));
    let (digits, rest) = after.split_at(end.unwrap_or(after.len()));
    Some((-seconds(digits)?, rest))
}

/// The same, with an offset that may be missing.
fn offset_or(text: &str, usual: i64) -> Option<(i64, &str)> {
    if name_end(text)?.is_empty() {
        return Some((usual, ""));
    }
    offset(text)
}

fn name_end(text: &str) -> Option<&str> {
    if let Some(quoted) = text.strip_prefix('<') {
        return quoted.split_once('>').map(|(_, rest)| rest);
    }
    Some(text.trim_start_matches(|c: char| c.is_ascii_alphabetic()))
}

/// Seconds of a text like `-5:30`.
fn seconds(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut sum = 0;
    for (part, worth) in text.split(':').zip([3600, 60, 1]) {
        sum += part.parse::<i64>().ok()? * worth;
    }
    Some(sign * sum)
}

/// The local moment of a change like `M3.2.0/2`: month, week (5 is the last), weekday from Sunday.
fn change(year: i32, text: &str) -> Option<NaiveDateTime> {
    let (day, time) = text.split_once('/').unwrap_or((text, "2"));
    let mut numbers = day.strip_prefix('M')?.split('.').map(str::parse::<u32>);
    let mut number = || numbers.next()?.ok();
    let (month, week, weekday) = (number()?, number()?, number()?);
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let ahead = (7 + weekday - first.weekday().num_days_from_sunday()) % 7;
    let mut day = first + Days::new(u64::from(ahead + 7 * (week - 1)));
    if day.month() != month {
        day = day - Days::new(7);
    }
    Some(day.and_hms_opt(0, 0, 0)? + TimeDelta::seconds(seconds(time)?))
}

#[test]
fn a_moment_is_read_off_the_local_clock() {
    let read = |text, zone| local(text, zone).unwrap().to_string();
    let new_york = "America/New_York";
    assert_eq!(
        read("2025-03-09T06:59:59Z", new_york),
        "2025-03-09 01:59:59"
    );
    assert_eq!(
        read("2025-03-09T07:00:00Z", new_york),
        "2025-03-09 03:00:00"
    );
    assert_eq!(
        read("2025-11-02T06:00:00Z", new_york),
        "2025-11-02 01:00:00"
    );
    assert_eq!(
        read("2025-07-01T18:30:00Z", "Asia/Kolkata"),
        "2025-07-02 00:00:00"
    );
    assert_eq!(
        read("2025-07-01T02:00:00Z", "America/Sao_Paulo"),
        "2025-06-30 23:00:00"
    );
    assert_eq!(
        read("2025-10-26T00:59:00Z", "Europe/Berlin"),
        "2025-10-26 02:59:00"
    );
    assert_eq!(
        read("2025-10-26T01:00:00Z", "Europe/Berlin"),
        "2025-10-26 02:00:00"
    );
    assert_eq!(read("2025-07-01T23:10", new_york), "2025-07-01 23:10:00");
    assert!(local("2025-07-01T23:10:00Z", "Nowhere/Else").is_err());
}
