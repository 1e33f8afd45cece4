using System.Globalization;

namespace DuffBeer.Tests.Shared;

/// <summary>What the environment says of a test: how much of it runs, and with which seed.</summary>
static class TestSetting
{
    public static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
