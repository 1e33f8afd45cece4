using System.Text;

namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>Categories, names and booleans as people type them, mostly right.</summary>
sealed class ItemTexts(IReadOnlySet<Quirk> quirks)
{
    static readonly byte[][] s_starred = Each(name => name + "*");
    static readonly byte[][] s_shouted = Each(name => name.ToUpperInvariant());
    static readonly byte[][] s_spaced = Each(name => name.Replace(" ", "  ", StringComparison.Ordinal) + " ");
    static readonly byte[][] s_broken = Each(name => $"\"{name}\nServed until noon\"");
    static readonly byte[][] s_spliced =
        [
            .. Menu.Items.Select(item => Encoding.UTF8.GetString(item.Category))
                .Select(
                    category =>
                        Encoding.UTF8.GetBytes($"{category}https://order.example.com/menu/{category.Replace(' ', '-').ToLowerInvariant()}"))
        ];

    static readonly byte[][] s_wide = [.. Menu.Items.Select(item => (byte[])[.. item.Category, (byte)' '])];

    public ReadOnlySpan<byte> Category(in OrderLine of)
    {
        var item = Menu.Items[of.Item];
        if (of.Line % 397 == 11 && quirks.Contains(Quirk.SplicedCategories))
            return s_spliced[of.Item];
        if (item.Section == Menu.Kids && of.Line % 3 == 0 && quirks.Contains(Quirk.NearDuplicates))
            return "Kid's"u8;
        return of.Line % 499 == 20 && quirks.Contains(Quirk.CaseAndSpace) ? s_wide[of.Item] : item.Category;
    }

    public ReadOnlySpan<byte> Name(in OrderLine of)
    {
        if (of.Line % 1499 == 450 && quirks.Contains(Quirk.LineBreaks))
            return s_broken[of.Item];
        if (of.Line % 53 == 5 && quirks.Contains(Quirk.CaseAndSpace))
            return s_shouted[of.Item];
        if (of.Line % 67 == 9 && quirks.Contains(Quirk.CaseAndSpace))
            return s_spaced[of.Item];
        return Menu.Items[of.Item].Section == Menu.Breakfast && of.Line % 2 == 0 && quirks.Contains(Quirk.Stars)
            ? s_starred[of.Item]
            : Menu.Items[of.Item].Name;
    }

    public ReadOnlySpan<byte> Truth(bool value, long order) =>
        order % 97 == 3 && quirks.Contains(Quirk.CaseAndSpace)
            ? (value ? "True"u8 : "false"u8)
            : (value ? "TRUE"u8 : "FALSE"u8);

    static byte[][] Each(Func<string, string> spelling) =>
        [.. Menu.Items.Select(item => Encoding.UTF8.GetBytes(spelling(Encoding.UTF8.GetString(item.Name))))];
}
