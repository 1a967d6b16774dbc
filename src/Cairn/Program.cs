using Cairn.OtherNames;

return await CalledAs.RunAsync(Path.GetFileName(Environment.ProcessPath), args, Console.Out, Console.Error);
