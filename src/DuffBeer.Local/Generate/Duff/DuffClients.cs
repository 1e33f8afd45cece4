using System.Text;

namespace DuffBeer.Local.Generate.Duff;

enum Channel : byte { Retail, B2B, Online }

/// <summary>What a client usually buys.</summary>
/// <param name="CaseSize">Units per order.</param>
/// <param name="Loyalty">Percent of the orders that follow the habit.</param>
readonly record struct Habit(byte Product, Channel Channel, byte CaseSize, byte Loyalty);

/// <summary>The clients: a few of them order much, each has habits, and two may have the same name.</summary>
sealed class DuffClients
{
    const int FirstId = 1001;
    const int Fewest = 200;
    const int Most = 50_000;
    const int RowsPerClient = 20;

    static readonly byte[] s_retailCases = [1, 2, 6, 6, 6, 12];
    static readonly byte[] s_businessCases = [12, 24, 24, 24, 48, 96];
    static readonly byte[] s_onlineCases = [6, 8, 8, 12, 12, 24];

    readonly byte[][] _names;
    readonly Habit[] _habits;
    readonly Popularity _popularity;

    public DuffClients(long rows, DuffProducts products, SplitMix random)
    {
        var count = (int)Math.Clamp(rows / RowsPerClient, Fewest, Most);
        _popularity = new(count, flatness: 8);
        _names = new byte[count][];
        _habits = new Habit[count];
        for (var client = 0; client < count; client++)
        {
            _names[client] = Encoding.UTF8.GetBytes(ClientNames.Cell(client, random));
            var channel = DrawChannel(random);
            _habits[client] = new((byte)products.Draw(random), channel, random.Pick(Cases(channel)), (byte)(40 + random.Below(55)));
        }
    }

    public int Draw(SplitMix random) => _popularity.Draw(random);

    public static int Id(int client) => FirstId + client;

    /// <summary>The name as a cell, with the quotes it needs.</summary>
    public ReadOnlySpan<byte> NameCell(int client) => _names[client];

    public Habit Habit(int client) => _habits[client];

    public static Channel DrawChannel(SplitMix random) => random.Below(100) switch
    {
        < 55 => Channel.Retail,
        < 82 => Channel.B2B,
        _ => Channel.Online,
    };

    static byte[] Cases(Channel channel) => channel switch
    {
        Channel.B2B => s_businessCases,
        Channel.Online => s_onlineCases,
        _ => s_retailCases,
    };
}
