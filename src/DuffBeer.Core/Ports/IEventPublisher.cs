namespace DuffBeer.Core.Ports;

/// <summary>Publishes events about finished work: to EventBridge or the log.</summary>
public interface IEventPublisher
{
    /// <param name="detailType">Such as <c>RunCompleted</c>.</param>
    /// <param name="detail">JSON with ids and counts, never cells.</param>
    Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken);
}
