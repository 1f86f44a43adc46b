using Krewe.Silo;

var app = SiloHost.Create(new SiloSettings());
await app.RunAsync();
