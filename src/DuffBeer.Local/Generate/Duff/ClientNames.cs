namespace DuffBeer.Local.Generate.Duff;

/// <summary>Invents names of bars and shops. One client in a hundred has a name that needs quotes.</summary>
static class ClientNames
{
    const int QuotedEvery = 100;
    const int FirstQuoted = 57;

    static readonly string[] s_first =
    [
        "Moe's Tavern",
        "Kwik-E-Mart",
        "Krusty Burger",
        "Springfield Mall",
        "Moe's Tavern",
        "The Gilded Truffle",
        "Bowl-A-Rama",
        "The Frying Dutchman",
    ];

    static readonly string[] s_owners =
    [
        "Moe", "Barney", "Krusty", "Apu", "Ned", "Lenny", "Carl", "Selma", "Patty", "Edna", "Otto", "Cletus", "Luigi", "Herman", "Gil",
        "Kirk", "Luann", "Agnes",
        "Seymour", "Willie", "Nelson", "Ralph", "Clancy", "Julius", "Lurleen", "Akira", "Maude", "Troy", "Lionel", "Murphy", "Dewey",
        "José", "Zoë", "Jürgen", "Bjørn",
    ];

    static readonly string[] s_places =
    [
        "Tavern", "Bar", "Pub", "Diner", "Grill", "Store", "Market", "Cellar", "Inn", "Shop", "Kiosk", "Deli", "Club", "Lounge", "Café",
    ];

    static readonly string[] s_towns =
    [
        "Springfield", "Shelbyville", "Ogdenville", "Capital City", "Brockway", "Cypress Creek", "North Haverbrook",
    ];

    static readonly string[] s_kinds =
    [
        "Old", "New", "Royal", "Little", "Golden", "Corner", "Lucky", "Happy", "Blue", "Red", "Harbor", "Garden",
    ];

    public static string Cell(int client, SplitMix random)
    {
        var (owner, kind, place, town) = (random.Pick(s_owners), random.Pick(s_kinds), random.Pick(s_places), random.Pick(s_towns));
        var shape = random.Below(4);
        if (client < s_first.Length)
            return s_first[client];

        if (client % QuotedEvery == FirstQuoted)
        {
            return (client / QuotedEvery % 10) switch
            {
                9 => $"\"{owner}'s {place}\n{town}\"",
                2 or 5 or 8 => $"\"{owner}'s \"\"{kind}\"\" {place}\"",
                _ => $"\"{owner}'s {place}, Inc.\"",
            };
        }

        return shape switch
        {
            0 => $"{town} {place}",
            1 => $"{owner}'s {kind} {place}",
            2 => $"{kind} {place}",
            _ => $"{owner}'s {place}",
        };
    }
}
