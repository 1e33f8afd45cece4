namespace DuffBeer.Local.Generate.Duff;

enum OrderStatus : byte { Created, Delivered, Broken }

/// <summary>One state of one order.</summary>
readonly record struct DuffOrder(long Id, int Client, int Product, int Cents, int Units, Channel Channel, OrderStatus Status);

/// <summary>The orders of one file. Keeps only the latest few, whose status may change.</summary>
sealed class DuffOrderRows : ISampleRows
{
    const long FirstOrder = 10_000_001;
    const int Memory = 1024;
    const int PriceChangesAFile = 120;
    const int TriesForAnOpenOrder = 4;

    readonly SplitMix _random;
    readonly DuffProducts _products = new();
    readonly DuffClients _clients;
    readonly DuffOrder[] _latest = new DuffOrder[Memory];
    readonly double _changes;
    readonly double _priceChanges;
    long _orders;
    long _rows;

    public DuffOrderRows(SampleShape shape, SplitMix random)
    {
        _random = random;
        _clients = new(shape.Rows, _products, random);
        _changes = shape.Changes;
        _priceChanges = 1.0 / Math.Max(100, shape.Rows / PriceChangesAFile);
    }

    public void Next(CsvLine line)
    {
        if (_random.Chance(_priceChanges))
            _products.ChangeOnePrice(_random);

        if (!(_random.Chance(_changes) && TryChange(out var order)))
            order = Draw();
        _latest[_rows++ % Memory] = order;
        Write(order, line);
    }

    /// <summary>Ends an order that was created a while ago.</summary>
    bool TryChange(out DuffOrder order)
    {
        order = default;
        var known = (int)Math.Min(_rows, Memory);
        if (known <= SampleFile.DuplicateWindow)
            return false;

        for (var attempt = 0; attempt < TriesForAnOpenOrder; attempt++)
        {
            var age = SampleFile.DuplicateWindow + 1 + _random.Below(known - SampleFile.DuplicateWindow);
            ref var earlier = ref _latest[(_rows - age) % Memory];
            if (earlier.Status != OrderStatus.Created)
                continue;
            order = earlier with { Status = Breaks(earlier.Product, earlier.Channel) ? OrderStatus.Broken : OrderStatus.Delivered };
            earlier = order;
            return true;
        }

        return false;
    }

    DuffOrder Draw()
    {
        var client = _clients.Draw(_random);
        var habit = _clients.Habit(client);
        var asUsual = _random.Below(100) < habit.Loyalty;
        var product = asUsual ? habit.Product : _products.Draw(_random);
        var channel = asUsual || _random.Below(3) > 0 ? habit.Channel : DuffClients.DrawChannel(_random);
        var cases = 1 + (int)ulong.TrailingZeroCount(_random.Next() | 1UL << 5);
        var status = Breaks(product, channel) ? OrderStatus.Broken
            : _random.Below(100) < 52 ? OrderStatus.Created : OrderStatus.Delivered;
        var units = Math.Max(1, habit.CaseSize * cases / DuffProducts.Bulk(product));
        return new(FirstOrder + _orders++, client, product, _products.Cents(product), units, channel, status);
    }

    /// <summary>Home deliveries break more often than those by lorry.</summary>
    bool Breaks(int product, Channel channel)
    {
        var perMille = DuffProducts.BrokenPerMille(product);
        return _random.Below(1000) < (channel == Channel.Online ? perMille * 3 / 2 : perMille);
    }

    void Write(DuffOrder order, CsvLine line)
    {
        line.Number(DuffClients.Id(order.Client));
        line.Text(_clients.NameCell(order.Client));
        line.Number(order.Id);
        line.Number(DuffProducts.Id(order.Product));
        line.Text(DuffProducts.Description(order.Product));
        line.Hundredths(order.Cents);
        line.Number(order.Units);
        line.Text(DuffProducts.Litres(order.Product));
        line.Text(order.Channel switch { Channel.Retail => "Retail"u8, Channel.B2B => "B2B"u8, _ => "Online"u8 });
        line.Text(order.Status switch { OrderStatus.Created => "created"u8, OrderStatus.Delivered => "delivered"u8, _ => "broken"u8 });
    }
}
