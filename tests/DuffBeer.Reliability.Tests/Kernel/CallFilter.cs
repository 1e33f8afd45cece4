using static DuffBeer.Reliability.Tests.Kernel.Native;

namespace DuffBeer.Reliability.Tests.Kernel;

/// <summary>The filter by which the kernel reports each system call that changes a file, before it is made.</summary>
static class CallFilter
{
    const uint Allow = 0x7fff0000;
    const uint Notify = 0x7fc00000;

    /// <summary>O_WRONLY, O_RDWR, O_CREAT and O_TRUNC: other opens change nothing.</summary>
    const uint Changing = 0x1 | 0x2 | 0x40 | 0x200;

    const ushort Load = 0x20;
    const ushort Equal = 0x15;
    const ushort Greater = 0x25;
    const ushort HasBits = 0x45;
    const ushort Return = 0x06;

    const uint NumberAt = 0;
    const uint ArchitectureAt = 4;

    public static Instruction[] Program { get; } = Build();

    static Instruction[] Build()
    {
        var calls = SystemCalls.Here;
        var program = new List<Instruction>
        {
            new(Load, 0, 0, ArchitectureAt),
            new(Equal, 1, 0, calls.Architecture),
            new(Return, 0, 0, Allow),
        };
        foreach (var call in calls.All)
        {
            Instruction[] test = call switch
            {
                { Flags: >= 0 } => [new(Load, 0, 0, ArgumentAt(call.Flags)), new(HasBits, 0, 1, Changing), new(Return, 0, 0, Notify)],
                // The standard streams are no files of the product.
                { File: >= 0 } => [new(Load, 0, 0, ArgumentAt(call.File)), new(Greater, 0, 1, 2), new(Return, 0, 0, Notify)],
                _ => [new(Return, 0, 0, Notify)],
            };
            program.Add(new(Load, 0, 0, NumberAt));
            program.Add(new(Equal, 0, (byte)test.Length, (uint)call.Number));
            program.AddRange(test);
        }

        program.Add(new(Return, 0, 0, Allow));
        return [.. program];
    }

    // The lower half of a 64-bit argument, on processors that store it first.
    static uint ArgumentAt(int index) => (uint)(16 + (8 * index));
}
