namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>Loops, early exits, and structs in registers.</summary>
internal static class Flow
{
    public static IEnumerable<Construct> All =>
        [
            new ElementConstruct<NestedLoops, int, int>("nested loops with continue and break", [0, 1, 5, 9]),
            new ElementConstruct<Downwards, int, int>("for (int half = n; half > 0; half >>= 1)", [0, 1, 16, 100]),
            new ElementConstruct<DoWhile, int, int>("do { … } while (…) with an early return", [0, 3, 40]),
            new ElementConstruct<Switch, int, int>("switch with a default", [-1, 0, 1, 2, 3]),
            new ElementConstruct<ShortCircuit, int, int>("a && b || c", [0, 1, 2, 3, 4]),
            new ElementConstruct<Swap, int, int>("(a, b) = (b, a) in a loop", [0, 1, 2, 7]),
            new ElementConstruct<StructLoop, int, float>("a struct accumulated in a loop", [0, 1, 6]),
            new ElementConstruct<StructTernary, int, float>("Pair p = flag ? a : b; // structs", [0, 1]),
            new ElementConstruct<StructByValue, int, float>("a struct parameter mutated by the called method", [1, 5]),
            new ElementConstruct<StructByReference, int, float>("a struct parameter passed by ref", [1, 5]),
            new ElementConstruct<OutParameter, int, int>("an out parameter", [1, 5]),
            new ElementConstruct<NestedStruct, int, float>("a struct within a struct", [1, 5]),
        ];

    private readonly struct NestedLoops : IOf<int, int>
    {
        public static int Of(int x, int y)
        {
            int sum = 0;
            for (int i = 0; i < x; i++)
            {
                if (i % 3 == 1)
                    continue;
                for (int j = 0; j < 10; j++)
                {
                    if (j == i)
                        continue;
                    if (j > i + 3)
                        break;
                    sum += (i * 10) + j;
                }
            }

            return sum;
        }
    }

    private readonly struct Downwards : IOf<int, int>
    {
        public static int Of(int x, int y)
        {
            int sum = 0;
            for (int half = x; half > 0; half >>= 1)
                sum += half;
            return sum;
        }
    }

    private readonly struct DoWhile : IOf<int, int>
    {
        public static int Of(int x, int y)
        {
            int k = x;
            do
            {
                k += 7;
                if (k % 5 == 0)
                    return -k;
            } while (k < 60);
            return k;
        }
    }

    private readonly struct Switch : IOf<int, int>
    {
        public static int Of(int x, int y)
        {
            switch (x)
            {
                case 0:
                    return 10;
                case 1:
                    return 11;
                case 2:
                    return 12;
                default:
                    return -1;
            }
        }
    }

    private readonly struct ShortCircuit : IOf<int, int>
    {
        public static int Of(int x, int y) => Flag.Of((x > 0 && x < 3) || x == 4);
    }

    private readonly struct Swap : IOf<int, int>
    {
        public static int Of(int x, int y)
        {
            int a = 1,
                b = 2;
            for (int i = 0; i < x; i++)
                (a, b) = (b, a + b);
            return (a * 1000) + b;
        }
    }

    private readonly struct StructLoop : IOf<int, float>
    {
        public static float Of(int x, int y)
        {
            Pair sum = default;
            for (int i = 0; i < x; i++)
                sum = sum.Plus(new Pair(i, 2 * i));
            return (100 * sum.First) + sum.Second;
        }
    }

    private readonly struct StructTernary : IOf<int, float>
    {
        public static float Of(int x, int y)
        {
            Pair a = new(1, 2),
                b = new(3, 4);
            Pair chosen = x > 0 ? a : b;
            return (100 * chosen.First) + chosen.Second;
        }
    }

    private readonly struct StructByValue : IOf<int, float>
    {
        public static float Of(int x, int y)
        {
            Pair pair = new(x, 2);
            float inside = Mutate(pair);
            return (1000 * inside) + (10 * pair.First) + pair.Second;
        }

        private static float Mutate(Pair pair)
        {
            pair.First += 5;
            return pair.First;
        }
    }

    private readonly struct StructByReference : IOf<int, float>
    {
        public static float Of(int x, int y)
        {
            Pair pair = new(x, 2);
            Mutate(ref pair);
            return (10 * pair.First) + pair.Second;
        }

        private static void Mutate(ref Pair pair) => pair.First += 5;
    }

    private readonly struct OutParameter : IOf<int, int>
    {
        public static int Of(int x, int y)
        {
            Split(x, out int twice, out int thrice);
            return (100 * twice) + thrice;
        }

        private static void Split(int x, out int twice, out int thrice)
        {
            twice = 2 * x;
            thrice = 3 * x;
        }
    }

    private readonly struct NestedStruct : IOf<int, float>
    {
        public static float Of(int x, int y)
        {
            Outer outer = new(new Pair(x, 1), x > 1 ? new Pair(7, 8) : new Pair(5, 6));
            return (100 * outer.First.First) + (10 * outer.Second.First) + outer.Second.Second;
        }
    }

    private struct Pair(float first, float second)
    {
        public float First = first;
        public readonly float Second = second;

        public readonly Pair Plus(Pair other) => new(First + other.First, Second + other.Second);
    }

    private readonly struct Outer(Pair first, Pair second)
    {
        public readonly Pair First = first,
            Second = second;
    }
}
