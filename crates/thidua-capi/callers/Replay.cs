// Replays the vectors through P/Invoke: Replay.exe VECTORS OUT NAME...; `Thidua` is all that a .NET program needs.
using System;
using System.IO;
using System.Runtime.InteropServices;

static class Thidua
{
    const string Library = "thidua_capi";

    [DllImport(Library)] static extern int thidua_evaluate(byte[] request, UIntPtr length, out ulong answer);
    [DllImport(Library)] static extern int thidua_season_open(byte[] request, UIntPtr length, out ulong season, out ulong answer);
    [DllImport(Library)] static extern int thidua_season_change(ulong season, byte[] change, UIntPtr length, out ulong answer);
    [DllImport(Library)] static extern UIntPtr thidua_length(ulong answer);
    [DllImport(Library)] static extern int thidua_copy(ulong answer, byte[] into, UIntPtr room);
    [DllImport(Library)] static extern int thidua_free(ulong handle);

    public static byte[] Evaluate(byte[] request)
    {
        ulong answer;
        return Taken(thidua_evaluate(request, (UIntPtr)request.Length, out answer), answer);
    }

    public static ulong Open(byte[] request)
    {
        ulong season, answer;
        Taken(thidua_season_open(request, (UIntPtr)request.Length, out season, out answer), answer);
        return season;
    }

    public static byte[] Change(ulong season, byte[] change)
    {
        ulong answer;
        return Taken(thidua_season_change(season, change, (UIntPtr)change.Length, out answer), answer);
    }

    public static void Free(ulong handle)
    {
        if (thidua_free(handle) != 0) throw new InvalidOperationException("the handle is not known");
    }

    static byte[] Taken(int status, ulong answer)
    {
        if (status > 2) throw new InvalidOperationException("status " + status);
        var bytes = new byte[(int)thidua_length(answer)];
        thidua_copy(answer, bytes, (UIntPtr)bytes.Length);
        thidua_free(answer);
        return bytes;
    }
}

static class Replay
{
    static void Main(string[] words)
    {
        for (int at = 2; at < words.Length; at++)
        {
            string name = words[at];
            byte[] asked = File.ReadAllBytes(Path.Combine(words[0], name));
            byte[] answer;
            if (name.EndsWith(".change.json"))
            {
                ulong season = Thidua.Open(File.ReadAllBytes(Path.Combine(words[0], name.Replace(".change.json", ".json"))));
                answer = Thidua.Change(season, asked);
                Thidua.Free(season);
            }
            else
            {
                answer = Thidua.Evaluate(asked);
            }
            File.WriteAllBytes(Path.Combine(words[1], name), answer);
        }
    }
}
