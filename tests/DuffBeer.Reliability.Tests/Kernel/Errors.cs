namespace DuffBeer.Reliability.Tests.Kernel;

/// <summary>Error numbers of Linux.</summary>
static class Errors
{
    public const int Io = 5;
    public const int NoPermission = 13;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;
}
