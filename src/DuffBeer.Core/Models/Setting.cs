using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>A number, date or text that models read with <c>{{ setting('name') }}</c> and an operator may change.</summary>
/// <param name="Default">The value unless an operator chooses another; it may be null.</param>
public sealed record Setting(string Name, ValueRule Rule, SqlValue Default, string Description);
