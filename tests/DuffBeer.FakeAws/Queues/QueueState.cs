using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.FakeAws.Queues;

/// <summary>A standard queue: messages are hidden after a delivery, and move to the dead letters after too many.</summary>
public sealed class QueueState(string name, string account)
{
    readonly Lock _lock = new();
    readonly List<Stored> _messages = [];
    readonly HashSet<string> _receipts = new(StringComparer.Ordinal);
    int _sent;

    public string Name => name;

    public string Path => $"/{account}/{name}";

    /// <summary>Where messages go after <see cref="MostDeliveries"/>; null: they stay.</summary>
    public QueueState? DeadLetters { get; set; }

    public int MostDeliveries { get; set; } = 3;

    /// <summary>Added to the clock: hidden messages become visible sooner.</summary>
    public TimeSpan Passed { get; set; }

    /// <summary>The bodies of all messages that are not deleted.</summary>
    public IReadOnlyList<string> Bodies
    {
        get
        {
            lock (_lock)
                return [.. _messages.Select(message => message.Body)];
        }
    }

    /// <summary>Deliveries so far, of all messages.</summary>
    public int Deliveries { get; private set; }

    /// <summary>How often a message was hidden for longer.</summary>
    public int Extensions { get; private set; }

    DateTimeOffset Now => DateTimeOffset.UtcNow + Passed;

    public string Send(string body)
    {
        lock (_lock)
        {
            var message = new Stored($"{Guid.NewGuid()}", body, ++_sent);
            _messages.Add(message);
            return message.Id;
        }
    }

    /// <summary>Delivers visible messages.</summary>
    internal IReadOnlyList<Delivery> Receive(int most, TimeSpan hidden)
    {
        lock (_lock)
        {
            var deliveries = new List<Delivery>();
            foreach (var message in _messages.Where(message => message.VisibleAt <= Now).ToList())
            {
                if (DeadLetters is { } dead && message.Deliveries >= MostDeliveries)
                {
                    _messages.Remove(message);
                    dead.Send(message.Body);
                    continue;
                }

                if (deliveries.Count == most)
                    break;
                message.Deliveries++;
                Deliveries++;
                message.VisibleAt = Now + hidden;
                message.Receipt = string.Create(CultureInfo.InvariantCulture, $"{name}#{message.Number}#{message.Deliveries}");
                _receipts.Add(message.Receipt);
                deliveries.Add(new(message.Id, message.Receipt, message.Body, message.Deliveries));
            }

            return deliveries;
        }
    }

    /// <summary>False if the receipt never existed. One of an earlier delivery deletes nothing, as SQS says it may.</summary>
    internal bool Delete(string receipt)
    {
        lock (_lock)
        {
            _messages.RemoveAll(message => message.Receipt == receipt);
            return _receipts.Contains(receipt);
        }
    }

    /// <summary>False if the message is not hidden by this delivery.</summary>
    internal bool Hide(string receipt, TimeSpan hidden)
    {
        lock (_lock)
        {
            if (_messages.Find(message => message.Receipt == receipt && message.VisibleAt > Now) is not { } message)
                return false;
            Extensions++;
            message.VisibleAt = Now + hidden;
            return true;
        }
    }

    internal static string Md5(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));

    sealed record Stored(string Id, string Body, int Number)
    {
        public int Deliveries { get; set; }
        public DateTimeOffset VisibleAt { get; set; }
        public string? Receipt { get; set; }
    }

    internal sealed record Delivery(string Id, string Receipt, string Body, int Deliveries);
}
