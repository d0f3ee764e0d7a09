//! Towns that terminals print behind a name: large ones, and seats of shops on the web.

/// Whether these words, in lower case without accents, are a town of the list.
pub(super) fn is_city(words: &str) -> bool {
    let after = CITIES.partition_point(|row| row.split('|').next() <= Some(words));
    let row = after.checked_sub(1).and_then(|row| CITIES.get(row));
    row.is_some_and(|row| row.split('|').any(|city| city == words))
}

/// The most words that a town of the list has.
pub(super) const MOST_WORDS: usize = 4;

const CITIES: [&str; 37] = [
    "aachen|aberdeen|abidjan|abu dhabi|accra|adelaide|ahmedabad|albuquerque|algiers|alicante",
    "amman|amsterdam|anchorage|ankara|antalya|antwerp|antwerpen|athens|athina|atlanta",
    "auckland|augsburg|austin|bad homburg|baltimore|bangalore|bangkok|barcelona|basel|bath",
    "beijing|belfast|belgrade|bengaluru|bergen|berlin|bern|bielefeld|bilbao|birmingham",
    "bochum|bogota|bologna|bonn|bordeaux|boston|bratislava|braunschweig|bremen|brighton",
    "brisbane|bristol|bruges|brussels|bruxelles|bucharest|bucuresti|budapest|buenos aires",
    "buffalo|busan|cairo|calgary|cambridge|canberra|cape town|caracas|cardiff|casablanca",
    "charlotte|chemnitz|chennai|chicago|christchurch|cincinnati|cleveland|cologne|colombo",
    "columbus|copenhagen|cork|cupertino|dakar|dallas|darmstadt|delhi|den haag|denver|detroit",
    "dhaka|doha|dortmund|dresden|dubai|dublin|duesseldorf|duisburg|durban|dusseldorf",
    "edinburgh|edmonton|eindhoven|el paso|erfurt|essen|esslingen|faisalabad|firenze|florence",
    "fort worth|frankfurt|frankfurt am main|freiburg|fresno|fukuoka|gdansk|geneva|geneve",
    "genf|genoa|gent|ghent|glasgow|goteborg|gothenburg|granada|graz|groningen|guadalajara",
    "haarlem|halle|hamburg|hannover|hanoi|harare|havana|heidelberg|helsinki|ho chi minh city",
    "hong kong|honolulu|houston|hyderabad|indianapolis|innsbruck|islamabad|istanbul|izmir",
    "jakarta|jeddah|jena|jerusalem|johannesburg|kampala|kansas city|karachi|karlsruhe|kassel",
    "kathmandu|kiel|kisumu|kobenhavn|koeln|kolkata|koln|krakow|kuala lumpur|kuwait city|kyiv",
    "kyoto|la paz|lagos|lahore|las vegas|lausanne|leeds|leicester|leiden|leipzig|liege|lille",
    "lima|linz|lisboa|lisbon|liverpool|ljubljana|lodz|london|long beach|los angeles|lubeck",
    "luebeck|luxembourg|luzern|lyon|madrid|magdeburg|mainz|malaga|malmo|manchester|manila",
    "mannheim|marseille|medellin|melbourne|memphis|mexico city|miami|milan|milano|milwaukee",
    "minneapolis|mombasa|monterrey|montevideo|montpellier|montreal|moscow|mountain view",
    "muenchen|muenster|multan|mumbai|munchen|munich|munster|nagoya|nairobi|nakuru|nantes",
    "naples|napoli|nashville|new delhi|new orleans|new york|new york city|newcastle|nice",
    "norwich|nottingham|nuernberg|nurnberg|oakland|oklahoma city|omaha|orlando|osaka|oslo",
    "ottawa|oxford|palermo|palo alto|panama city|paris|perth|philadelphia|phoenix|pittsburgh",
    "portland|porto|porto alegre|potsdam|poznan|prague|praha|pune|quebec|quito|raleigh",
    "rawalpindi|recife|redmond|redwood city|regensburg|reykjavik|richmond|riga",
    "rio de janeiro|riyadh|roma|rome|rostock|rotterdam|sacramento|saint louis|salt lake city",
    "salzburg|san antonio|san diego|san francisco|san jose|san juan|san mateo|santa clara",
    "santa monica|santiago|sao paulo|sapporo|seattle|seoul|sevilla|seville|shanghai",
    "sheffield|shenzhen|singapore|sofia|southampton|st louis|stockholm|strasbourg|stuttgart",
    "sunnyvale|surabaya|sydney|taipei|tallinn|tampa|tampere|tel aviv|thessaloniki|tokyo",
    "torino|toronto|toulouse|trieste|tucson|tulsa|tunis|turin|turku|ulm|uppsala|utrecht",
    "valencia|vancouver|venezia|venice|verona|vienna|vilnius|virginia beach|warsaw|warszawa",
    "washington|wellington|wien|wiesbaden|winnipeg|wolfsburg|wroclaw|wuerzburg|wurzburg",
    "yokohama|york|zagreb|zaragoza|zuerich|zurich",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_towns_are_sorted_and_found() {
        let towns: Vec<&str> = CITIES.iter().flat_map(|row| row.split('|')).collect();
        assert!(towns.is_sorted());
        assert!(towns.iter().all(|town| is_city(town)));
        assert!(
            towns
                .iter()
                .all(|town| town.split(' ').count() <= MOST_WORDS)
        );
        assert!(!is_city("") && !is_city("kiosk") && !is_city("zz"));
    }
}
