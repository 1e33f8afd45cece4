namespace DuffBeer.Core.Ports;

/// <summary>Publishes nothing: for hosts without events.</summary>
public sealed class NoEventPublisher : IEventPublisher
{
    public Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken) => Task.CompletedTask;
}
