"""What a made journal is made of: names, places, and what people write."""

GIVEN = (
    *("Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi", "Ivan", "Judy", "Mallory", "Niaj", "Olivia"),
    *("Peggy", "Rupert", "Sybil", "Trent", "Ursula", "Victor", "Walter", "Yara", "Zoë", "Élise", "François", "Björn"),
    *("Søren", "Łukasz", "Zdeněk", "Ágnes", "Íñigo", "Nuño", "Sinéad", "Siân", "Thảo", "Şebnem", "Jürgen", "Mårten"),
    *("Ingrid", "Mateo", "Chloé", "Noémie", "Tomás", "Renée", "Gökçe", "Ana", "Joaquín", "Kwame", "Adaeze", "Ngozi"),
    *("Анна", "Борис", "Галина", "Дмитрий", "Людмила", "Оксана", "Сергей", "Юлия", "Милица", "Фёдор"),
    *("प्रिया", "अर्जुन", "दीपिका", "मोहन", "सुनीता", "रवि"),
    *("李雷", "韩梅梅", "王芳", "さくら", "健太", "陽子", "민준", "서연", "지우"),
    *("ليلى", "يوسف", "مريم", "خالد", "نور"),
    *("J.R", "Mary-Jo", "Jean-Luc", "D’Arcy", "Ελένη", "Νίκος", "დავით", "Նարե"),
)
"""Given names; none is another one with a hyphen after it, or differs from one by case alone."""

FAMILY = (
    *("Okafor", "Smith", "O'Neil", "Nguyễn", "Müller", "García", "Rossi", "Kowalska", "Novák", "Haddad", "Tanaka"),
    *("Dubois", "Jensen", "Öztürk", "Mensah", "Silva", "Fernández", "MacLeod", "Van-Dijk", "Lindqvist", "Papadakis"),
    *("Park", "Chen", "Rao", "Abebe", "Diallo", "Hernández", "Björklund", "Brontë", "Çelik", "Østergård", "Popescu"),
    *("Ivanov", "Horváth"),
)
"""Family names, which follow a given name that is taken."""

PLACES = (
    *("Chamber", "Rotary", "PyCon", "LinkedIn", "Meetup", "Toastmasters", "Library", "Makers", "Alumni", "Chess-Club"),
    *("Startup-Weekend", "Café-Müller", "Bürgerverein", "Association-des-Parents", "Клуб", "読書会", "dev.to", "Choir"),
    *("Founders", "Book-Fair", "Run-Club", "Parents", "Trade-Fair", "Jazz-Night", "Guild", "Forum", "School"),
    "Hackspace",
)
"""Words for venues, without their `@`."""

CITIES = (
    *("Lyon", "Oslo", "Kraków", "Lagos", "Quito", "Perth", "Leeds", "Graz", "Cork", "Kyoto", "Austin", "Tartu"),
    *("Gdańsk", "Córdoba", "Malmö", "Nairobi", "Montréal", "Porto", "Bern", "Chennai"),
)
"""What tells venues of one word apart."""

ROOMS = (
    "Mixers",
    "Board",
    "Breakfast",
    "Jobs",
    "Newcomers",
    "Sprint",
    "Stammtisch",
    "Mentors",
    "Talks",
    "Annual.Dinner",
)
"""Words for what lies under a venue."""

WHYS = (
    "ideal clients",
    "peers in my field",
    "employers",
    "to learn",
    "neighbours",
    "people who build things",
    "company",
)

OPENINGS = (
    *("talked about ", "asked about ", "notes on ", "coffee, and ", "a long word about ", "follow-up: ", "thanks for "),
    *(
        "news of ",
        "a question on ",
        "lunch: ",
        "ran into each other, ",
        "planning ",
        "second thoughts on ",
        "late reply: ",
    ),
    *("promised ", "could not agree on ", "sent a link to ", "heard of ", "an idea for ", "help with ", "ein Wort zu "),
)

TOPICS = (
    *("her course", "the grant", "pricing", "the spring mixer", "hiring", "a new flat", "the move", "the workshop"),
    *("accessibility", "a designer", "the board", "two openings", "the contract", "his thesis", "the newsletter"),
    *("the talk", "budgets; none left", "a bookkeeper", "the offer", "next year", "the reading list", "child care"),
    *("the café on the corner", "Größe und Preise", "la rentrée", "новый проект", "合作", "परियोजना", "مشروع"),
    *("a room for 20 people", "the # of seats"),
)

QUIRKS = (
    r"he said \"not before May\"",
    r"\"yes\", at last",
    r"the notes are in C:\\notes\\2020",
    r"first line\nsecond line",
    "50 % now, 50 % later — “as usual”",
    "see https://example.org/a?b=c#d",
    "🎉 she got it",
)
"""Texts that are hard to read for a careless parser; written as they stand in a journal."""

ENDS = ("moved abroad", "retired", "no answer any more", "parted as friends", "went another way")
"""Why a tie ends."""

REMARKS = (
    *("check the date", "from memory", "was it the week before?", "see the notebook, p. 14", '"quoted", for once'),
    *("nothing more to say", "TODO nothing", "à relire", "2026-01-01 meet Nobody", "give him a ring"),
)
"""Comments."""

TAGS = (
    *(
        "spring",
        "client",
        "peer",
        "mentor",
        "friend",
        "conference",
        "work",
        "family",
        "2020/goals",
        "frühstück",
        "walk",
    ),
    *("c.v", "follow-up", "team_a", "новый", "会", "volunteer", "book", "school", "press"),
)

TOPIC_LINKS = ("acme", "grant", "course", "house", "talk", "überblick", "book", "offer", "garden", "проект")
"""What links begin with; a number follows."""

OUTCOMES = ("client", "job", "collaboration", "talk", "referral", "friendship", "contract", "idea", "grant", "article")

UNITS = (
    ("ADVICE", "a piece of advice"),
    ("ENERGY", "of ten a day"),
    ("CO2-KG", "kilograms of carbon dioxide"),
    ("LESSON", "an hour of teaching"),
    ("REVIEW", "a text read and marked"),
    ("MEAL", None),
)
"""Units of one's own, with titles."""

FAVOUR_UNITS = ("ADVICE", "LESSON", "REVIEW", "MEAL")
"""Those of them that favours are counted in; costs are in the others."""

STATES = (
    ("status", "employed"),
    ("status", "looking"),
    ("status", "self-employed"),
    ("season", "quiet"),
    ("season", "busy"),
    ("home", "Lyon"),
)

QUERIES = (
    ("mentors", "#mentor kind:call"),
    ("in person", "any:(kind:meet kind:video)"),
    ("hours", "unit:HOUR not:kind:cost"),
    ("clients", "why:clients any:(#client kind:outcome)"),
    ("coffee", r"text:\"a long word\" not:#work"),
    ("everybody with A", "A*"),
)

COMPANIES = ("Acme", "Fernhill", "Société-Générale", "Initech", "Kowalski-i-Synowie", "日本工業")
