using Cairn.Commands;

return await CairnCommand.RunAsync(args, Console.Out, Console.Error);
