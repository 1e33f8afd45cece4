namespace DuffBeer.Core.Ports;

/// <summary>A message of a queue.</summary>
/// <param name="Id">The same at every delivery.</param>
/// <param name="Receipt">Names this delivery; a later delivery of the message has another.</param>
/// <param name="Deliveries">How often the message was delivered, this time included.</param>
public sealed record QueuedMessage(string Id, string Receipt, string Body, int Deliveries);

/// <summary>A queue that delivers each message at least once, and again unless it is deleted.</summary>
public interface IQueuedEvents
{
    /// <summary>Names the queue in logs.</summary>
    string Name { get; }

    /// <summary>How long a delivered message stays hidden from other receivers.</summary>
    TimeSpan Visibility { get; }

    /// <summary>Up to ten messages; waits for the first one.</summary>
    /// <param name="wait">The longest wait, in whole seconds from 1 to 20.</param>
    Task<IReadOnlyList<QueuedMessage>> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Hides messages for <see cref="Visibility"/> from now on, because their work takes longer.</summary>
    Task ExtendAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken);

    /// <summary>Deletes messages. One that could not be deleted is delivered again.</summary>
    Task DeleteAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken);
}
