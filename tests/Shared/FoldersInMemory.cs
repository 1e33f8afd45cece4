using System.Runtime.CompilerServices;

namespace DuffBeer.Tests.Shared;

/// <summary>Temporary folders of tests are in memory if there is room: the product syncs every write, and disks are slow.</summary>
static class FoldersInMemory
{
    const string Memory = "/dev/shm";
    const long Room = 4L << 30;

    [ModuleInitializer]
    internal static void Use()
    {
        if (Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > Room)
            Environment.SetEnvironmentVariable("TMPDIR", Memory);
    }
}
