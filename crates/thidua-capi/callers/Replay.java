// Replays the vectors through the foreign linker of Java 17: Replay LIBRARY VECTORS OUT NAME...
// From Java 22 on the same calls stand in java.lang.foreign.
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.incubator.foreign.CLinker;
import jdk.incubator.foreign.FunctionDescriptor;
import jdk.incubator.foreign.MemoryAccess;
import jdk.incubator.foreign.MemoryAddress;
import jdk.incubator.foreign.MemoryLayout;
import jdk.incubator.foreign.MemorySegment;
import jdk.incubator.foreign.ResourceScope;
import jdk.incubator.foreign.SegmentAllocator;
import jdk.incubator.foreign.SymbolLookup;

public final class Replay {
    private static final MemoryLayout INT = CLinker.C_INT, LONG = CLinker.C_LONG, POINTER = CLinker.C_POINTER;
    private static final Class<?> P = MemoryAddress.class;

    private static MethodHandle function(String name, MethodType type, MemoryLayout result, MemoryLayout... takes) {
        MemoryAddress address = SymbolLookup.loaderLookup().lookup(name).get();
        return CLinker.getInstance().downcallHandle(address, type, FunctionDescriptor.of(result, takes));
    }

    private final MethodHandle evaluate = function("thidua_evaluate",
        MethodType.methodType(int.class, P, long.class, P), INT, POINTER, LONG, POINTER);
    private final MethodHandle open = function("thidua_season_open",
        MethodType.methodType(int.class, P, long.class, P, P), INT, POINTER, LONG, POINTER, POINTER);
    private final MethodHandle change = function("thidua_season_change",
        MethodType.methodType(int.class, long.class, P, long.class, P), INT, LONG, POINTER, LONG, POINTER);
    private final MethodHandle length = function("thidua_length",
        MethodType.methodType(long.class, long.class), LONG, LONG);
    private final MethodHandle copy = function("thidua_copy",
        MethodType.methodType(int.class, long.class, P, long.class), INT, LONG, POINTER, LONG);
    private final MethodHandle free = function("thidua_free",
        MethodType.methodType(int.class, long.class), INT, LONG);

    private byte[] taken(int status, long answer, SegmentAllocator room) throws Throwable {
        if (status > 2) throw new IllegalStateException("status " + status);
        long bytes = (long) length.invokeExact(answer);
        MemorySegment into = room.allocate(Math.max(1, bytes));
        status = (int) copy.invokeExact(answer, into.address(), bytes);
        status = (int) free.invokeExact(answer);
        return into.asSlice(0, bytes).toByteArray();
    }

    byte[] evaluate(byte[] request) throws Throwable {
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            SegmentAllocator room = SegmentAllocator.arenaAllocator(scope);
            MemorySegment answer = room.allocate(LONG);
            MemorySegment bytes = room.allocateArray(CLinker.C_CHAR, request.length == 0 ? new byte[1] : request);
            int status = (int) evaluate.invokeExact(bytes.address(), (long) request.length, answer.address());
            return taken(status, MemoryAccess.getLong(answer), room);
        }
    }

    byte[] changed(byte[] request, byte[] asked) throws Throwable {
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            SegmentAllocator room = SegmentAllocator.arenaAllocator(scope);
            MemorySegment season = room.allocate(LONG), answer = room.allocate(LONG);
            MemorySegment bytes = room.allocateArray(CLinker.C_CHAR, request);
            int status = (int) open.invokeExact(bytes.address(), (long) request.length, season.address(), answer.address());
            taken(status, MemoryAccess.getLong(answer), room);
            long kept = MemoryAccess.getLong(season);
            bytes = room.allocateArray(CLinker.C_CHAR, asked);
            status = (int) change.invokeExact(kept, bytes.address(), (long) asked.length, answer.address());
            byte[] told = taken(status, MemoryAccess.getLong(answer), room);
            if ((int) free.invokeExact(kept) != 0 || (int) free.invokeExact(kept) != 3) throw new IllegalStateException("freed");
            return told;
        }
    }

    public static void main(String[] words) throws Throwable {
        System.load(Path.of(words[0]).toAbsolutePath().toString());
        Replay replay = new Replay();
        Path vectors = Path.of(words[1]), out = Path.of(words[2]);
        for (int at = 3; at < words.length; at++) {
            String name = words[at];
            byte[] asked = Files.readAllBytes(vectors.resolve(name));
            boolean change = name.endsWith(".change.json");
            byte[] opened = change ? Files.readAllBytes(vectors.resolve(name.replace(".change.json", ".json"))) : null;
            Files.write(out.resolve(name), change ? replay.changed(opened, asked) : replay.evaluate(asked));
        }
    }
}
