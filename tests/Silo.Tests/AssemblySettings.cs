// Silos share the machine with their platforms: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
