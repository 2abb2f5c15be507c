using Mono.Cecil;
using Mono.Cecil.Cil;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>Runs one method over what is known of its values.</summary>
internal sealed class IlMethodReader
{
    /// <summary>What does not compile, or compiles and does not work: a part of the method's full name.</summary>
    private static readonly string[] Forbidden =
    [
        "System.MathF::FusedMultiplyAdd",
        "System.Math::FusedMultiplyAdd",
        "System.Math::Clamp",
        "System.Math::Sign(System.Single)",
        "System.MathF::Sign",
        "System.Half::",
        "System.Numerics.Vector2::",
        "System.Numerics.Vector3::",
        "System.Numerics.Vector4::",
        "ILGPU.Warp::Shuffle",
        "ILGPU.SharedMemory::GetDynamic",
        "ILGPU.Algorithms.RadixSort",
    ];

    private static readonly string[] NonNegativeCalls =
    [
        "ILGPU.Group::get_Idx",
        "ILGPU.Group::get_Dim",
        "ILGPU.Grid::get_Idx",
        "ILGPU.Grid::get_Dim",
        "::get_Length()",
        "::get_IntLength()",
        "System.Numerics.BitOperations::PopCount",
        "System.Numerics.BitOperations::LeadingZeroCount",
        "System.Numerics.BitOperations::TrailingZeroCount",
    ];

    private readonly IlGuard _guard;
    private readonly IlMethod _method;
    private readonly Dictionary<int, IlState> _states = [];
    private readonly Queue<Instruction> _queue = [];
    private readonly HashSet<VariableDefinition> _referenced;

    public IlMethodReader(IlGuard guard, IlMethod method)
    {
        _guard = guard;
        _method = method;
        _referenced =
        [
            .. Body
                .Instructions.Where(each => each.OpCode.Code is Code.Ldloca or Code.Ldloca_S)
                .Select(each => (VariableDefinition)each.Operand),
        ];
    }

    private MethodBody Body => _method.Definition.Body;

    public void Read()
    {
        int shift = _method.Definition.HasThis ? 1 : 0;
        IlValue[] arguments = new IlValue[_method.Definition.Parameters.Count + shift];
        for (int i = shift; i < arguments.Length; i++)
        {
            IlValue given = _guard.Noted($"{_method.Key} {i}") ?? IlValue.Unknown;
            arguments[i] = Refined(given, _method.Definition.Parameters[i - shift].ParameterType, false);
        }

        Flow(Body.Instructions[0], new IlState([], new IlValue?[Body.Variables.Count], arguments));
        while (_queue.TryDequeue(out Instruction? instruction))
        {
            IlState state = _states[instruction.Offset].Copy();
            if (Run(instruction, state))
                Leave(instruction, state);
        }
    }

    private static bool IsPowerOfTwo(IlValue value) =>
        value.Exact is { } exact ? exact > 1 && (exact & (exact - 1)) == 0 : value.PowerOfTwo;

    /// <summary>Adds what a type alone says of a value of it.</summary>
    /// <param name="value">What else is known.</param>
    /// <param name="type">Its type.</param>
    /// <param name="isLoaded">Whether it comes from memory with fewer than 32 bits.</param>
    private IlValue Refined(IlValue value, TypeReference type, bool isLoaded) =>
        _method.Substitute(type).FullName switch
        {
            "System.Boolean" => value with { Condition = true },
            "System.Single" => value with { Float = true },
            "System.Double" => value with { Float = true, Double = true },
            "System.Byte" or "System.UInt16" or "System.Char" => value with { NonNegative = true },
            "System.SByte" when isLoaded => value with { Made = IlWidths.LoadedSignedByte },
            "System.Int16" when isLoaded => value with { Made = IlWidths.LoadedShort },
            _ => value,
        };

    private void Flow(Instruction to, IlState state)
    {
        if (!_states.TryGetValue(to.Offset, out IlState? before))
            _states[to.Offset] = state.Copy();
        else if (!before.Join(state))
            return;
        _queue.Enqueue(to);
    }

    private void Leave(Instruction instruction, IlState state)
    {
        switch (instruction.OpCode.FlowControl)
        {
            case FlowControl.Return or FlowControl.Throw:
                return;
            case FlowControl.Branch:
                Flow((Instruction)instruction.Operand, state);
                return;
            case FlowControl.Cond_Branch when instruction.Operand is Instruction[] targets:
                foreach (Instruction target in targets)
                    Flow(target, state);
                break;
            case FlowControl.Cond_Branch:
                Flow((Instruction)instruction.Operand, state);
                break;
        }

        Flow(instruction.Next, state);
    }

    /// <returns>False if what follows has to wait for the result of a method that has not been read yet.</returns>
    private bool Run(Instruction instruction, IlState state)
    {
        switch (instruction.OpCode.Code)
        {
            case >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8:
                state.Push(IlValue.Constant(instruction.OpCode.Code - Code.Ldc_I4_0));
                break;
            case Code.Ldc_I4 or Code.Ldc_I4_S or Code.Ldc_I8:
                state.Push(IlValue.Constant(Convert.ToInt64(instruction.Operand, System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case Code.Ldc_R4 or Code.Ldc_R8:
                state.Push(
                    new IlValue
                    {
                        Float = true,
                        Double = instruction.OpCode.Code == Code.Ldc_R8,
                        Folds = true,
                    }
                );
                break;
            case >= Code.Ldarg_0 and <= Code.Ldarg_3:
                state.Push(state.Arguments[instruction.OpCode.Code - Code.Ldarg_0]);
                break;
            case Code.Ldarg or Code.Ldarg_S:
                state.Push(state.Arguments[Argument(instruction)]);
                break;
            case Code.Starg or Code.Starg_S:
                state.Arguments[Argument(instruction)] = state.Pop();
                break;
            case >= Code.Ldloc_0 and <= Code.Ldloc_3:
                state.Push(Local(state, Body.Variables[instruction.OpCode.Code - Code.Ldloc_0]));
                break;
            case Code.Ldloc or Code.Ldloc_S:
                state.Push(Local(state, (VariableDefinition)instruction.Operand));
                break;
            case >= Code.Stloc_0 and <= Code.Stloc_3:
                state.Locals[instruction.OpCode.Code - Code.Stloc_0] = state.Pop();
                break;
            case Code.Stloc or Code.Stloc_S:
                state.Locals[((VariableDefinition)instruction.Operand).Index] = state.Pop();
                break;
            case Code.Dup:
                IlValue top = state.Pop();
                state.Push(top);
                state.Push(top);
                break;
            case Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un:
                IlValue compared = state.Pop(),
                    with = state.Pop();
                if (compared.Double || with.Double)
                    CheckDouble(instruction, compared, with);
                state.Push(new IlValue { Condition = true, NonNegative = true });
                break;
            case Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un:
                ToFloat(instruction, state);
                break;
            case >= Code.Conv_I1 and <= Code.Conv_I8 or Code.Conv_U8 or Code.Conv_U2 or Code.Conv_U1 or Code.Conv_I or Code.Conv_U:
            case >= Code.Conv_Ovf_I1_Un and <= Code.Conv_Ovf_U_Un or (>= Code.Conv_Ovf_I1 and <= Code.Conv_Ovf_U8):
            case Code.Conv_Ovf_I or Code.Conv_Ovf_U or Code.Conv_U4:
                ToInteger(instruction, state);
                break;
            case >= Code.Add and <= Code.Shr_Un:
                Combine(instruction, state);
                break;
            case Code.Neg or Code.Not:
                IlValue negated = state.Pop();
                state.Push(
                    new IlValue
                    {
                        Float = negated.Float,
                        Double = negated.Double,
                        Folds = negated.Folds,
                    }
                );
                break;
            case Code.Call or Code.Callvirt or Code.Newobj:
                return Call(instruction, state);
            case Code.Ldftn or Code.Ldvirtftn:
                _guard.Reach(_method, (MethodReference)instruction.Operand, null);
                Default(instruction, state, IlValue.Unknown);
                break;
            case Code.Ldfld or Code.Ldsfld:
                FieldReference loaded = (FieldReference)instruction.Operand;
                Default(
                    instruction,
                    state,
                    Refined((_guard.Noted(Field(loaded)) ?? IlValue.Unknown) with { NonNegative = false }, FieldType(loaded), true)
                );
                break;
            case Code.Stfld or Code.Stsfld:
                _guard.Note(Field((FieldReference)instruction.Operand), state.Pop().FromElsewhere());
                if (instruction.OpCode.Code == Code.Stfld)
                    state.Pop();
                break;
            case Code.Ldobj or Code.Ldelem_Any:
                Default(instruction, state, Refined(IlValue.Unknown, (TypeReference)instruction.Operand, true));
                break;
            case Code.Ldind_I1:
                Default(instruction, state, new IlValue { Made = IlWidths.LoadedSignedByte });
                break;
            case Code.Ldind_I2:
                Default(instruction, state, new IlValue { Made = IlWidths.LoadedShort });
                break;
            case Code.Ldind_U1 or Code.Ldind_U2:
                Default(instruction, state, new IlValue { NonNegative = true });
                break;
            case Code.Ldind_R4 or Code.Ldind_R8:
                Default(instruction, state, new IlValue { Float = true });
                break;
            case Code.Ret:
                if (_method.Definition.ReturnType.FullName != "System.Void")
                    _guard.Note(_method.Key, state.Pop());
                break;
            default:
                Default(instruction, state, IlValue.Unknown);
                break;
        }

        return true;
    }

    private IlValue Local(IlState state, VariableDefinition variable)
    {
        // What a reference wrote is not followed.
        IlValue value = state.Locals[variable.Index] ?? IlValue.Unknown;
        if (_referenced.Contains(variable))
            value = value with { NonNegative = false, Folds = false, Exact = null };
        return Refined(value, variable.VariableType, false);
    }

    private int Argument(Instruction instruction)
    {
        ParameterDefinition parameter = (ParameterDefinition)instruction.Operand;
        return parameter.Index + (_method.Definition.HasThis ? 1 : 0);
    }

    private void ToFloat(Instruction instruction, IlState state)
    {
        IlValue value = state.Pop();
        if (value.IsChoice && !value.Float)
            Report(IlRule.ChoiceIntoFloat, instruction);

        // An unsigned integer goes through a double on its way to a float.
        bool isDouble = instruction.OpCode.Code is Code.Conv_R8 or Code.Conv_R_Un;
        if (isDouble || value.Double)
            CheckDouble(instruction, value);
        state.Push(
            new IlValue
            {
                Float = true,
                Double = isDouble,
                Folds = value.Folds,
            }
        );
    }

    private void ToInteger(Instruction instruction, IlState state)
    {
        IlValue value = state.Pop();
        string name = instruction.OpCode.Name;
        IlWidths made =
            name.Contains(".i1", StringComparison.Ordinal) ? IlWidths.SignedByte
            : name.Contains(".u1", StringComparison.Ordinal) ? IlWidths.Byte
            : name.Contains(".i2", StringComparison.Ordinal) ? IlWidths.Short
            : name.Contains(".u2", StringComparison.Ordinal) ? IlWidths.UnsignedShort
            : IlWidths.None;
        IlWidths loses = made switch
        {
            IlWidths.SignedByte => IlWidths.Byte,
            IlWidths.Byte => IlWidths.SignedByte | IlWidths.LoadedSignedByte,
            IlWidths.Short => IlWidths.UnsignedShort,
            IlWidths.UnsignedShort => IlWidths.Short | IlWidths.SignedByte | IlWidths.LoadedSignedByte | IlWidths.LoadedShort,
            _ => IlWidths.None,
        };
        if ((value.Made & loses) != IlWidths.None || (made != IlWidths.None && value.FromFloat))
            Report(IlRule.LostConversion, instruction);

        // A widening keeps what is known, and so does a change of sign of the same width: ILGPU has one type for both.
        state.Push(
            value with
            {
                Float = false,
                FromFloat = value.FromFloat || value.Float,
                NonNegative =
                    made is IlWidths.Byte or IlWidths.UnsignedShort || (made == IlWidths.None && value.NonNegative && !value.Float),
                Made = made == IlWidths.None ? value.Made : made,
                Exact = made == IlWidths.None ? value.Exact : null,
            }
        );
    }

    private void Combine(Instruction instruction, IlState state)
    {
        IlValue right = state.Pop(),
            left = state.Pop();
        Code code = instruction.OpCode.Code;
        if (left.Float || right.Float)
        {
            if (left.Double || right.Double)
                CheckDouble(instruction, left, right);
            state.Push(
                new IlValue
                {
                    Float = true,
                    Double = left.Double || right.Double,
                    Folds = left.Folds && right.Folds,
                }
            );
            return;
        }

        if (code is Code.Div or Code.Div_Un && IsPowerOfTwo(right) && !left.NonNegative)
            Report(IlRule.DivisionByPowerOfTwo, instruction);
        state.Push(
            new IlValue
            {
                Folds = left.Folds && right.Folds,
                Condition = code is Code.And or Code.Or or Code.Xor && left.IsChoice && right.IsChoice,
                PowerOfTwo =
                    code is Code.Mul or Code.Div or Code.Shl
                    && (IsPowerOfTwo(left) || left.Exact == 1)
                    && (IsPowerOfTwo(right) || code == Code.Shl),
                NonNegative = code switch
                {
                    Code.Div or Code.Div_Un or Code.Or or Code.Xor => left.NonNegative && right.NonNegative,
                    Code.And => left.NonNegative || right.NonNegative,
                    Code.Rem or Code.Shr => left.NonNegative,
                    Code.Rem_Un => left.NonNegative || right.NonNegative,
                    Code.Shr_Un => left.NonNegative || right.Exact > 0,
                    _ => false,
                },
            }
        );
    }

    private void CheckDouble(Instruction instruction, params ReadOnlySpan<IlValue> operands)
    {
        foreach (IlValue operand in operands)
        {
            if (!operand.Folds)
            {
                Report(IlRule.Double, instruction);
                return;
            }
        }
    }

    private bool Call(Instruction instruction, IlState state)
    {
        MethodReference called = (MethodReference)instruction.Operand;
        bool isNew = instruction.OpCode.Code == Code.Newobj;
        int count = called.Parameters.Count + (called.HasThis && !isNew ? 1 : 0);
        IlValue[] arguments = new IlValue[count];
        for (int i = count - 1; i >= 0; i--)
            arguments[i] = state.Pop();

        TypeReference? constraint =
            instruction.Previous?.OpCode.Code == Code.Constrained ? (TypeReference)instruction.Previous.Operand : null;
        IlMethod[] targets = _guard.Reach(_method, called, constraint);
        foreach (IlMethod target in targets)
        {
            for (int i = 0; i < count; i++)
                _guard.Note($"{target.Key} {i + (isNew ? 1 : 0)}", arguments[i].FromElsewhere());
        }

        if (targets.Length == 0)
            CheckOutside(instruction, called);
        bool returns = called.ReturnType.FullName != "System.Void";
        if (isNew)
        {
            state.Push(IlValue.Unknown);
        }
        else if (returns && targets.Length > 0 && !targets.Any(target => _guard.Noted(target.Key) is not null))
        {
            _guard.Wait(targets[0].Name);
            return false;
        }
        else if (returns)
        {
            state.Push(Result(called, arguments, targets));
        }

        return true;
    }

    private void CheckOutside(Instruction instruction, MethodReference called)
    {
        string parameters = string.Join(',', called.Parameters.Select(each => each.ParameterType.FullName));
        string name = $"{called.DeclaringType.GetElementType().FullName}::{called.Name}({parameters})";
        if (Forbidden.Any(each => name.Contains(each, StringComparison.Ordinal)) || name.Contains("RadixSort", StringComparison.Ordinal))
            Report(IlRule.Call, instruction);
        if (
            called.DeclaringType.FullName is "System.Math" or "System.Double" or "ILGPU.Algorithms.XMath"
            && called.Parameters.Select(each => each.ParameterType).Append(called.ReturnType).Any(type => type.FullName == "System.Double")
        )
        {
            Report(IlRule.Double, instruction);
        }
    }

    private IlValue Result(MethodReference called, IlValue[] arguments, IlMethod[] targets)
    {
        IlValue? noted = null;
        foreach (IlMethod target in targets)
        {
            if (_guard.Noted(target.Key) is { } value)
                noted = noted?.Or(value) ?? value;
        }

        // A specialized value is a constant of the kernel that ILGPU compiles.
        string name = $"{called.DeclaringType.GetElementType().FullName}::{called.Name}()";
        IlValue result = (noted ?? IlValue.Unknown) with
        {
            NonNegative = noted?.NonNegative == true || NonNegativeCalls.Any(each => name.Contains(each, StringComparison.Ordinal)),
            PowerOfTwo = noted?.PowerOfTwo == true || called.DeclaringType.Name.StartsWith("SpecializedValue", StringComparison.Ordinal),
        };

        // A thread's index.
        if (called.Name == "op_Implicit" && called.DeclaringType.Name is "Index1D" && arguments.Length == 1)
            result = result with { NonNegative = true };
        return Refined(result, ReturnType(called), false);
    }

    private TypeReference ReturnType(MethodReference called) =>
        called.ReturnType is GenericParameter { Type: GenericParameterType.Method } own && called is GenericInstanceMethod method
            ? method.GenericArguments[own.Position]
            : OfOwner(called.ReturnType, called.DeclaringType);

    private TypeReference FieldType(FieldReference field) => OfOwner(field.FieldType, field.DeclaringType);

    /// <summary>Replaces a type parameter of the class that a member belongs to.</summary>
    private TypeReference OfOwner(TypeReference type, TypeReference owner) =>
        type is GenericParameter { Type: GenericParameterType.Type } of && _method.Substitute(owner) is GenericInstanceType instance
            ? instance.GenericArguments[of.Position]
            : type;

    private string Field(FieldReference field) => $"{_method.Substitute(field.DeclaringType).FullName}.{field.Name}";

    private void Default(Instruction instruction, IlState state, IlValue pushed)
    {
        int pops = instruction.OpCode.StackBehaviourPop switch
        {
            StackBehaviour.Pop0 => 0,
            StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
            StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or (>= StackBehaviour.Popi_popi and <= StackBehaviour.Popi_popi8) => 2,
            StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
            StackBehaviour.Popi_popi_popi or (>= StackBehaviour.Popref_popi_popi and <= StackBehaviour.Popref_popi_popref) => 3,
            _ => throw new InvalidOperationException($"{instruction.OpCode} in {_method.Name} is not followed"),
        };
        for (int i = 0; i < pops; i++)
            state.Pop();
        if (instruction.OpCode.StackBehaviourPush is not StackBehaviour.Push0)
            state.Push(pushed);
    }

    private void Report(IlRule rule, Instruction instruction)
    {
        SequencePoint? point = _method.Definition.DebugInformation.SequencePoints.LastOrDefault(each =>
            !each.IsHidden && each.Offset <= instruction.Offset
        );
        string file = point is null ? "" : Path.GetFileName(point.Document.Url.Replace('\\', '/'));
        string line = SourceLines.Of(point?.Document.Url, point?.StartLine ?? 0);
        _guard.Report(new IlFinding(rule, _method.Name, line, $"{file}:{point?.StartLine}"));
    }
}
