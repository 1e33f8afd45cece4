using DuffBeer.Api.Runs;

namespace DuffBeer.Api.Events;

/// <summary>The outcome of each event, in the order of the request.</summary>
public sealed record EventsAnswer(IReadOnlyList<ReceiptAnswer> Events);
