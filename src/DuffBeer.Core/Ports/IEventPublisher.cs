namespace DuffBeer.Core.Ports;

/// <summary>Tells whoever waits that something is done: EventBridge, or the log.</summary>
public interface IEventPublisher
{
    /// <param name="detailType">Such as <c>RunCompleted</c>.</param>
    /// <param name="detail">JSON with ids and counts, never cells.</param>
    Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken);
}
