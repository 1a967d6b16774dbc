using Cairn.OtherNames;

// The name by which the program was started, which may be that of a symbolic link. On the JIT the first argument is the
// assembly, and the name is that of the launcher.
var first = Environment.GetCommandLineArgs()[0];
var name = Path.GetFileName(first.EndsWith(".dll", StringComparison.Ordinal) ? Environment.ProcessPath : first);
return await CalledAs.RunAsync(name, args, Console.Out, Console.Error);
