"""PyTorch's time for one MobileNetV2 step, the peer of mobilenet.ts. Prints one JSON line."""
import json, sys, time, torch, torchvision, torch.nn.functional as F

size, batch, kind, steps = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
torch.set_num_threads(2)
torch.manual_seed(0)
m = torchvision.models.MobileNetV2(num_classes=10, dropout=0.0).train()
params = list(m.parameters())
opt = torch.optim.SGD(params, lr=1e-3, momentum=0.9)
x, y = torch.randn(batch, 3, size, size), torch.randint(0, 10, (batch,))
times = []
for _ in range(steps):
    start = time.perf_counter()
    opt.zero_grad(set_to_none=True)
    F.cross_entropy(m(x), y).backward()
    if kind == "sam":
        with torch.no_grad():
            norm = torch.sqrt(sum((p.grad ** 2).sum() for p in params))
            moves = [p.grad * (0.05 / (norm + 1e-12)) for p in params]
            for p, e in zip(params, moves):
                p.add_(e)
        opt.zero_grad(set_to_none=True)
        F.cross_entropy(m(x), y).backward()
        with torch.no_grad():
            for p, e in zip(params, moves):
                p.sub_(e)
    opt.step()
    times.append(time.perf_counter() - start)
times = sorted(times[3:])
print(json.dumps({"step_ms_min": times[0] * 1e3, "step_ms_median": times[len(times) // 2] * 1e3}))
