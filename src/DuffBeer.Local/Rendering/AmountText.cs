using System.Globalization;

namespace DuffBeer.Local.Rendering;

/// <summary>Amounts as people read them on a terminal; exact elsewhere, for programs that read them.</summary>
static class AmountText
{
    public static string Count(this Terminal terminal, long count) => terminal.OutIsTerminal
        ? DisplayText.Count(count)
        : count.ToString(CultureInfo.InvariantCulture);

    /// <summary>In megabytes or bytes, as <see cref="BytesName"/> says.</summary>
    public static string Bytes(this Terminal terminal, double bytes) => terminal.OutIsTerminal
        ? DisplayText.Megabytes(bytes)
        : terminal.Count((long)bytes);

    public static string BytesName(this Terminal terminal) => terminal.OutIsTerminal ? "MB" : "bytes";

    /// <summary>With its unit or as a number of seconds, as <see cref="TimeName"/> says.</summary>
    public static string Seconds(this Terminal terminal, TimeSpan time) => terminal.OutIsTerminal
        ? DisplayText.Seconds(time)
        : time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    public static string TimeName(this Terminal terminal) => terminal.OutIsTerminal ? "time" : "seconds";
}
