using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>A number, date or text that models read by <c>{{ setting('name') }}</c> and an operator may change.</summary>
public sealed record Setting(string Name, SqlValue Value, string Description);
