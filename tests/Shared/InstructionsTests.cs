using System.Runtime.Intrinsics;

namespace DuffBeer.Tests.Shared;

/// <summary>Checks that the runtime follows the environment; otherwise runs without the processor's vectors would prove nothing.</summary>
public sealed class InstructionsTests
{
    [Fact]
    public void The_runtime_has_the_vectors_of_this_processor_except_those_that_the_environment_disables()
    {
        if (IsOff("DOTNET_EnableHWIntrinsic"))
        {
            Assert.False(Vector128.IsHardwareAccelerated);
            return;
        }

        Assert.True(Vector128.IsHardwareAccelerated);
        if (IsOff("DOTNET_EnableAVX2"))
            Assert.False(Vector256.IsHardwareAccelerated);
        if (IsOff("DOTNET_EnableAVX2") || IsOff("DOTNET_EnableAVX512"))
            Assert.False(Vector512.IsHardwareAccelerated);
    }

    static bool IsOff(string instructions) => Environment.GetEnvironmentVariable(instructions) == "0";
}
