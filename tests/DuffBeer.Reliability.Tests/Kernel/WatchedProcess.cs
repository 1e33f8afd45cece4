using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DuffBeer.Reliability.Tests.Kernel;

/// <summary>How a watched process ended.</summary>
/// <param name="Code">Its exit code; null if it was killed.</param>
sealed record Ended(int? Code, string Output);

/// <summary>
/// Runs a program whose every change of a file waits for a verdict: the call is made, fails, or the process is killed before it.
/// </summary>
/// <remarks>
/// The kernel asks (seccomp's notices, Linux 5.5), so the program is the one that is shipped: no code of it knows of the harness. A thread
/// that filters its own calls starts the process, which inherits the filter.
/// </remarks>
static unsafe class WatchedProcess
{
    const int WriteCreate = 0x1 | 0x40 | 0x200;
    const int PollMilliseconds = 200;

    /// <summary>On a busy machine a command takes minutes.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    /// <summary>Runs it to its end.</summary>
    /// <param name="judge">Called for each change of a file, one at a time.</param>
    /// <exception cref="TimeoutException">It did not end in a quarter of an hour; it was killed.</exception>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public static Ended Run(ProcessStartInfo start, Func<FileCall, Verdict> judge)
    {
        var output = Path.GetTempFileName();
        try
        {
            var launch = new Launch(start, output);
            var thread = new Thread(launch.Go) { IsBackground = true };
            thread.Start();
            var listener = launch.Listener();
            var code = Attend(listener, launch, judge);
            thread.Join();
            if (launch.Process == 0)
                throw new FileNotFoundException($"{start.FileName} cannot be started.", start.FileName);
            return new(code, File.ReadAllText(output));
        }
        finally
        {
            File.Delete(output);
        }
    }

    static int? Attend(int listener, Launch launch, Func<FileCall, Verdict> judge)
    {
        var began = Stopwatch.GetTimestamp();
        var wasKilled = false;
        TornWrite? torn = null;
        try
        {
            while (true)
            {
                var poll = new Native.Poll { File = listener, Events = Native.PollIn };
                _ = Native.Wait(ref poll, 1, PollMilliseconds);
                if ((poll.Found & Native.PollIn) != 0)
                    wasKilled |= Answer(listener, launch, judge, wasKilled, ref torn);
                else if ((poll.Found & Native.PollHangUp) != 0)
                    break;
                if (Stopwatch.GetElapsedTime(began) > s_patience)
                    throw new TimeoutException($"The process did not end in {s_patience}.");
            }
        }
        finally
        {
            if (launch.Process > 0)
                _ = Native.Signal(launch.Process, Native.Kill);
            _ = Native.Close(listener);
        }

        if (launch.Process == 0)
            return null;
        _ = Native.WaitFor(launch.Process, out var status, 0);
        torn?.Make();
        return (status & 0x7f) == 0 ? (status >> 8) & 0xff : null;
    }

    /// <summary>True if the process was killed.</summary>
    static bool Answer(int listener, Launch launch, Func<FileCall, Verdict> judge, bool isDead, ref TornWrite? torn)
    {
        var buffer = stackalloc ulong[32];
        new Span<ulong>(buffer, 32).Clear();
        if (Native.Control(listener, Native.ReceiveNotice, buffer) != 0)
            return false;
        ref var notice = ref *(Notice*)buffer;
        // The thread that starts the process is filtered too, and a killed process may still have calls under way.
        var verdict = isDead || launch.Process == 0 || notice.Read() is not { } call ? Verdict.Go : judge(call);
        if (verdict is Verdict.Torn)
            torn = notice.HalfWrite();
        if (verdict is Verdict.Killed or Verdict.Torn)
            return Native.Signal(launch.Process, Native.Kill) == 0;
        var answer = new Answered(notice.Id, 0, verdict is Verdict.Failed failed ? -failed.Error : 0, verdict is Verdict.Failed ? 0u : 1u);
        _ = Native.Control(listener, Native.SendAnswer, &answer);
        return false;
    }

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Answered(ulong Id, long Value, int Error, uint Flags);

    /// <summary>Starts the process on a thread of its own, which ends then.</summary>
    sealed class Launch(ProcessStartInfo start, string output)
    {
        readonly byte** _arguments = Strings([start.FileName, .. start.ArgumentList]);
        readonly byte** _variables = Strings(Variables(start));
        readonly void* _actions = Actions(output);
        volatile int _listener;
        volatile int _process;

        /// <summary>Its id; 0 before it is started.</summary>
        public int Process => _process;

        /// <summary>The file of the notices, as soon as there is one.</summary>
        public int Listener()
        {
            SpinWait.SpinUntil(() => _listener != 0);
            return _listener > 0
                ? _listener
                : throw new PlatformNotSupportedException("The kernel refuses to report system calls: seccomp's notices need Linux 5.5.");
        }

        public void Go()
        {
            var listener = Native.Install(CallFilter.Program);
            _listener = listener > 0 ? listener : -1;
            if (listener > 0 && Native.Spawn(out var process, *_arguments, _actions, null, _arguments, _variables) == 0)
                _process = process;
        }

        static void* Actions(string output)
        {
            var actions = NativeMemory.AllocZeroed(512);
            _ = Native.BeginActions(actions);
            _ = Native.AddOpen(actions, 0, "/dev/null", 0, 0);
            _ = Native.AddOpen(actions, 1, output, WriteCreate, 0b110_000_000);
            _ = Native.AddCopy(actions, 1, 2);
            return actions;
        }

        static IEnumerable<string> Variables(ProcessStartInfo start) =>
            start.Environment.Select(variable => $"{variable.Key}={variable.Value}");

        static byte** Strings(IEnumerable<string> texts)
        {
            var all = texts.ToList();
            var pointers = (byte**)NativeMemory.AllocZeroed((nuint)(all.Count + 1), (nuint)sizeof(byte*));
            for (var index = 0; index < all.Count; index++)
                pointers[index] = (byte*)Marshal.StringToCoTaskMemUTF8(all[index]);
            return pointers;
        }
    }
}
