using System.Text;

namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>The restaurants' items: categories by their share of lines, the best-sellers of each first.</summary>
static class Menu
{
    sealed record Section(string Category, int Share, (string Name, int Cents)[] Items);

    /// <summary>An item as written, without quotes.</summary>
    public sealed record Item(byte[] Category, byte[] Name, int Cents, int Section);

    static readonly Section[] s_sections =
    [
        new(
            "Breakfast",
            350,
            [
                ("Bacon Egg & Cheese", 599),
                ("Sausage Egg & Cheese", 629),
                ("Breakfast Burrito", 849),
                ("Avocado Toast", 799),
                ("Egg White Wrap", 749),
                ("Oatmeal", 449),
            ]),
        new(
            "Sandwiches",
            270,
            [("Turkey Club", 1049), ("Chicken Pesto", 1099), ("Italian", 999), ("Caprese", 949), ("Roast Beef Melt", 1149), ("Tuna", 899)]),
        new("Smoothies", 100, [("Berry Blast", 699), ("Green Machine", 749), ("Peanut Butter Banana", 729), ("Mango Tango", 699)]),
        new("Bowls", 60, [("Burrito Bowl", 1199), ("Teriyaki Bowl", 1249), ("Mediterranean Bowl", 1299)]),
        new("Salads", 60, [("Caesar Salad", 999), ("Cobb Salad", 1199), ("Greek Salad", 1049)]),
        new("Drip Coffee", 45, [("House Blend", 239), ("Dark Roast", 239), ("Decaf", 229)]),
        new("Bakery", 40, [("Blueberry Muffin", 329), ("Croissant", 349), ("Chocolate Chip Cookie", 229)]),
        new("Sides", 30, [("Chips", 199), ("Fruit Cup", 399), ("Soup of the Day", 549)]),
        new("Kids", 20, [("Grilled Cheese", 549), ("Kids Burger", 649)]),
        new("Espresso", 15, [("Latte", 449), ("Cappuccino", 429)]),
        new("Catering", 10, [("Sandwich Platter", 1398), ("Breakfast Box", 1299)]),
    ];

    static readonly int[] s_first = [.. s_sections.Select((_, index) => s_sections.Take(index).Sum(section => section.Items.Length))];

    public static IReadOnlyList<Item> Items { get; } =
    [
        .. from section in s_sections.Index()
           from item in section.Item.Items
           select new Item(Encoding.UTF8.GetBytes(section.Item.Category), Encoding.UTF8.GetBytes(item.Name), item.Cents, section.Index),
    ];

    public static int Breakfast => 0;

    public static int Kids => Array.FindIndex(s_sections, section => section.Category == "Kids");

    /// <summary>Draws an item by popularity.</summary>
    public static int Draw(SplitMix random)
    {
        var draw = random.Below(1000);
        var section = 0;
        while (draw >= s_sections[section].Share)
            draw -= s_sections[section++].Share;
        var items = s_sections[section].Items.Length;
        return s_first[section] + Math.Min(random.Below(items), random.Below(items));
    }
}
