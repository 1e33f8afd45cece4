using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>A number, date or text that models read by <c>{{ setting('name') }}</c> and an operator may change.</summary>
/// <param name="Default">What it is worth where no operator chose otherwise; its value may be null.</param>
public sealed record Setting(string Name, ValueRule Rule, SqlValue Default, string Description);
