namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>One line of one order. The files decide what to write of it, and with which quirks.</summary>
/// <param name="Order">Counts up from 0, as does <paramref name="Line"/>.</param>
/// <param name="DinerSeconds">Time of the diner's first order.</param>
readonly record struct OrderLine(
    long Order, long Line, long Milliseconds, Diner Diner, uint DinerSeconds, bool IsLoyal, byte Restaurant, int Item, int Quantity)
{
    public uint Seconds => (uint)(Milliseconds / 1000);
}

/// <summary>The lines of one business, the same for the same seed and number: files of lines and of options both use them.</summary>
/// <remarks>
/// Diners are drawn one after the other with all their orders, until their lines fill a block, which is then sorted by time. Memory is
/// limited to one block.
/// </remarks>
sealed class RestaurantOrders(long lines, ulong seed)
{
    const int BlockLines = 1 << 16;

    readonly record struct Planned(long Milliseconds, int Sequence, int Diner, byte Lines, bool IsLoyal, byte Restaurant);

    /// <summary>Gaps between orders in percent of the usual gap: a few long, many short.</summary>
    static readonly int[] s_gaps = [8, 22, 38, 55, 73, 92, 115, 145, 190, 280];

    readonly SplitMix _random = new(seed);
    readonly List<Diner> _diners = [];
    readonly List<uint> _firstSeconds = [];
    readonly List<Planned> _block = [];
    readonly List<int> _positions = [];
    long _dinersBefore;
    long _planned;
    long _orders = -1;
    long _lines;
    int _next;
    int _linesLeft;
    Planned _order;

    public OrderLine Next()
    {
        while (_linesLeft == 0)
        {
            if (_next == _block.Count)
                PlanBlock();
            _order = _block[_next++];
            _linesLeft = _order.Lines;
            _orders++;
        }

        _linesLeft--;
        var diner = _diners[_order.Diner];
        var item = _random.Below(100) < 55 ? diner.Favourite : Menu.Draw(_random);
        var quantity = _random.Below(1000) switch { < 930 => 1, < 982 => 2, var draw => 3 + (draw % 4) };
        return new(
            _orders, _lines++, _order.Milliseconds, diner, _firstSeconds[_order.Diner], _order.IsLoyal, _order.Restaurant, item, quantity);
    }

    void PlanBlock()
    {
        var left = lines - _planned;
        var wanted = (int)(left > 0 ? Math.Min(left, BlockLines) : BlockLines);
        _dinersBefore += _diners.Count;
        _diners.Clear();
        _firstSeconds.Clear();
        _block.Clear();
        for (var blockLines = 0; blockLines < wanted;)
            blockLines += PlanDiner(wanted - blockLines);
        _planned += wanted;
        _next = 0;
        _block.Sort(
            (a, b) => a.Milliseconds != b.Milliseconds ? a.Milliseconds.CompareTo(b.Milliseconds) : a.Sequence.CompareTo(b.Sequence));
    }

    /// <summary>Plans a diner's orders with at most <paramref name="room"/> lines; returns their number.</summary>
    int PlanDiner(int room)
    {
        var diner = Diner.Draw(_dinersBefore + _diners.Count + 1, _random);
        DrawPositions(diner);
        var planned = 0;
        var first = long.MaxValue;
        for (var order = 0; order < diner.Orders && planned < room; order++)
        {
            var at = OrderClock.Milliseconds(_positions[order], _random);
            var count = Math.Min(DrawLines(), room - planned);
            var restaurant = _random.Below(100) < 88 ? diner.Restaurant : Diner.DrawRestaurant(_random);
            _block.Add(new(at, _block.Count, _diners.Count, (byte)count, order + 1 >= diner.LoyalFrom, restaurant));
            first = Math.Min(first, at);
            planned += count;
        }

        _diners.Add(diner);
        _firstSeconds.Add((uint)(first / 1000) - 60);
        return planned;
    }

    /// <summary>One rising position per order. A history longer than the file's time is compressed into it.</summary>
    void DrawPositions(Diner diner)
    {
        _positions.Clear();
        var at = 0L;
        for (var order = 0; order < diner.Orders; order++, at += (long)diner.Gap * _random.Pick(s_gaps) / 100)
            _positions.Add((int)Math.Min(at, int.MaxValue));

        var life = _positions[^1];
        var start = _random.Below(Math.Max(1, OrderClock.End - life));
        for (var order = 0; order < diner.Orders; order++)
            _positions[order] = life < OrderClock.End
                ? start + _positions[order]
                : (int)((long)_positions[order] * (OrderClock.End - 1) / life);
    }

    int DrawLines() => _random.Below(1000) switch
    {
        < 640 => 1,
        < 880 => 2,
        < 950 => 3,
        < 998 => 4 + Math.Min(_random.Below(6), _random.Below(6)),
        _ => 10 + Math.Min(_random.Below(52), _random.Below(52)),
    };
}
